package io.stardust.server.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a journal's folder. Immutable.
 *
 * @param bases numbers, the finished ones
 * @param journals numbers
 */
record JournalFiles(Path folder, TreeSet<Long> bases, TreeSet<Long> journals, List<Path> unfinished) {
    static final String UNFINISHED = ".new";

    private static final Pattern NAME = Pattern.compile("(base|journal)-(\\d{1,18})");

    static JournalFiles in(Path folder) throws IOException {
        var files = new JournalFiles(folder, new TreeSet<>(), new TreeSet<>(), new ArrayList<>());
        try (Stream<Path> there = Files.list(folder)) {
            for (Path file : there.toList()) {
                String name = file.getFileName().toString();
                Matcher matcher = NAME.matcher(name);
                if (name.endsWith(UNFINISHED)) files.unfinished.add(file);
                if (!matcher.matches()) continue;
                long number = Long.parseLong(matcher.group(2));
                if (matcher.group(1).equals("base")) files.bases.add(number);
                else files.journals.add(number);
            }
        }
        return files;
    }

    static String base(long number) {
        return "base-" + number;
    }

    static String journal(long number) {
        return "journal-" + number;
    }

    /** In the order in which they are read: the newest base and the journals from its number on. */
    List<Path> current() {
        List<Path> current = new ArrayList<>();
        long first = bases.isEmpty() ? Long.MIN_VALUE : bases.last();
        if (!bases.isEmpty()) current.add(folder.resolve(base(first)));
        for (long number : journals.tailSet(first)) current.add(folder.resolve(journal(number)));
        return current;
    }

    /** The highest number in use; 0 when there is none. */
    long newest() {
        return Math.max(bases.isEmpty() ? 0 : bases.last(), journals.isEmpty() ? 0 : journals.last());
    }

    /** Removes what the base {@code number} has made needless. */
    void removeBefore(long number) throws IOException {
        for (long old : bases.headSet(number)) Files.deleteIfExists(folder.resolve(base(old)));
        for (long old : journals.headSet(number)) Files.deleteIfExists(folder.resolve(journal(old)));
        for (Path file : unfinished) Files.deleteIfExists(file);
    }

    /** Makes the names in {@code folder} last. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
