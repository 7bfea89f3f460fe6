package io.stardust.telemetry.store;

import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.bytes.Disk;
import io.stardust.telemetry.journal.BatchMemory;
import io.stardust.telemetry.segment.Kind;
import io.stardust.telemetry.segment.Segment;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a shelf: {@code journal/<n>.log}, {@code <day>/<n>.seg}, {@code batches}, {@code rules}. */
final class ShelfFiles {
    static final Kind KIND = Kind.LOGS;

    private static final Logger LOG = LoggerFactory.getLogger(ShelfFiles.class);
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern SEGMENT = Pattern.compile("(\\d{1,18})\\.seg");
    private static final Pattern JOURNAL = Pattern.compile("(\\d{1,18})\\.log");

    private final Path folder;
    private final Disk disk;

    ShelfFiles(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    void make() throws IOException {
        Files.createDirectories(folder.resolve("journal"));
    }

    /** Writes them down; a disk that is full just now must not keep the records from being found. */
    void keep(ShelfRules rules) {
        try {
            rules.write(folder, disk);
        } catch (IOException e) {
            LOG.warn("{}: how long its records are kept cannot be written down: {}", folder, e.toString());
        }
    }

    Path segment(long number, Instant begun) {
        return folder.resolve(LocalDate.ofInstant(begun, ZoneOffset.UTC).toString())
                .resolve(number + ".seg");
    }

    Path journal(long number) {
        return folder.resolve("journal").resolve(number + ".log");
    }

    /** The segments there are, by number, and those that cannot be read. */
    record Found(List<Segment> segments, List<LeftOut> leftOut) {
        Found {
            segments = List.copyOf(segments);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** Deletes what was not finished, and opens what was; what is damaged stays where it is and is told. */
    Found segments() throws IOException {
        List<Segment> segments = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (Path day : list(folder)) {
            if (!DAY.matcher(String.valueOf(day.getFileName())).matches()) continue;
            for (Path file : list(day)) {
                Matcher name = SEGMENT.matcher(String.valueOf(file.getFileName()));
                if (String.valueOf(file.getFileName()).endsWith(".tmp")) {
                    Files.delete(file);
                } else if (name.matches()) {
                    try {
                        segments.add(Segment.open(file, KIND, Long.parseLong(name.group(1))));
                    } catch (DamagedData e) {
                        LOG.error("{} is damaged and left out: {}", file, e.getMessage());
                        leftOut.add(new LeftOut(file, day(file), Files.size(file)));
                    }
                }
            }
        }
        segments.sort(Comparator.comparingLong(Segment::number));
        return new Found(segments, leftOut);
    }

    /** The highest number that a file has, of damaged ones, too; 0 when there is none. */
    long highest() throws IOException {
        long highest = 0;
        for (Path day : list(folder)) {
            if (!Files.isDirectory(day)) continue;
            for (Path file : list(day)) {
                for (Pattern pattern : List.of(SEGMENT, JOURNAL)) {
                    Matcher name = pattern.matcher(String.valueOf(file.getFileName()));
                    if (name.matches()) highest = Math.max(highest, Long.parseLong(name.group(1)));
                }
            }
        }
        return highest;
    }

    /** Journals by number, from the oldest. */
    Map<Long, Path> journals() throws IOException {
        Map<Long, Path> journals = new TreeMap<>();
        for (Path file : list(folder.resolve("journal"))) {
            Matcher name = JOURNAL.matcher(String.valueOf(file.getFileName()));
            if (name.matches()) journals.put(Long.parseLong(name.group(1)), file);
        }
        return journals;
    }

    /** The day in whose folder the segment {@code file} lies. */
    static LocalDate day(Path file) {
        return LocalDate.parse(String.valueOf(Disk.folderOf(file).getFileName()));
    }

    /** Gives {@code memory} the batches that were taken last before the newest journal. */
    void remember(BatchMemory memory) throws IOException {
        Path file = folder.resolve("batches");
        if (!Files.exists(file)) return;
        try {
            memory.read(Files.readAllBytes(file));
        } catch (DamagedData e) {
            LOG.warn("{}: {}; batches that are sent again may be stored twice", file, e.getMessage());
        }
    }

    void keep(byte[] batches) throws IOException {
        Disk.replace(disk, folder.resolve("batches"), batches);
    }

    /** Deletes the folder of a day that has no file any more. */
    void deleteEmpty(Path day) throws IOException {
        if (list(day).isEmpty()) Files.delete(day);
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) return found;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(found::add);
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }
}
