package io.stardust.telemetry;

import io.stardust.telemetry.bytes.Disk;
import io.stardust.telemetry.segment.Kind;
import io.stardust.telemetry.segment.NewerFormat;
import io.stardust.telemetry.segment.SegmentFormat;
import io.stardust.telemetry.store.Keep;
import io.stardust.telemetry.store.Shelf;
import io.stardust.telemetry.store.ShelfRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a store: {@code format}, {@code lock}, and for each kind and retention class a folder. A copy of it is
 * a store as well.
 */
public final class StoreFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFolder.class);
    private static final String FORMAT = "format";
    private static final String LOCK = "lock";
    private static final Pattern VERSION = Pattern.compile("stardust telemetry (\\d{1,9})\\s*");
    private static final String STAGE = "backup.tmp";

    private final Path path;
    private final FileChannel lock;

    private StoreFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static StoreFolder open(Path path) throws IOException {
        Files.createDirectories(path);
        checkFormat(path);
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held == null) throw new IOException(path + " is open in another program");
            if (!Files.exists(path.resolve(FORMAT))) {
                byte[] text =
                        ("stardust telemetry " + SegmentFormat.VERSION + "\n").getBytes(StandardCharsets.US_ASCII);
                Disk.replace(Disk.REAL, path.resolve(FORMAT), text);
            }
            delete(path.resolve(STAGE));
            return new StoreFolder(path, channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(path + " is open in this program already", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void checkFormat(Path path) throws IOException {
        Path file = path.resolve(FORMAT);
        if (!Files.exists(file)) return;
        Matcher version = VERSION.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!version.matches()) throw new IOException(file + " is no format of a telemetry store");
        int number = Integer.parseInt(version.group(1));
        if (number > SegmentFormat.VERSION) throw new NewerFormat(path, number);
    }

    Path shelf(Kind kind, String keep) {
        return path.resolve(kind.folder()).resolve(keep);
    }

    /**
     * The shelves of {@code kind}: those of {@code keeps} in their order, each in the place that it had, then others
     * that have records, by the rules that they had last. Others without any are deleted.
     */
    List<ShelfRules> shelves(Kind kind, List<Keep> keeps) throws IOException {
        Map<String, ShelfRules> known =
                known(kind, keeps.stream().map(Keep::name).toList());
        int next = known.values().stream().mapToInt(ShelfRules::place).max().orElse(-1) + 1;
        List<ShelfRules> shelves = new ArrayList<>();
        for (Keep keep : keeps) {
            ShelfRules before = known.remove(keep.name());
            shelves.add(new ShelfRules(before == null ? next++ : before.place(), keep));
        }
        for (ShelfRules other : known.values()) {
            Path folder = shelf(kind, other.keep().name());
            if (hasRecords(folder)) shelves.add(other);
            else delete(folder);
        }
        return shelves;
    }

    private Map<String, ShelfRules> known(Kind kind, List<String> named) throws IOException {
        Map<String, ShelfRules> known = new TreeMap<>();
        Path all = path.resolve(kind.folder());
        if (!Files.isDirectory(all)) return known;
        try (Stream<Path> folders = Files.list(all)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                String name = String.valueOf(folder.getFileName());
                Optional<ShelfRules> rules = ShelfRules.read(folder);
                if (rules.isPresent()) known.put(name, rules.get());
                else if (!named.contains(name)) LOG.warn("{} has no rules and is left as it is", folder);
            }
        }
        return known;
    }

    private static boolean hasRecords(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(
                    file -> file.toString().endsWith(".seg") || file.toString().endsWith(".log"));
        }
    }

    /** Names all files once more while none comes or goes, which is quick, then copies them at leisure. */
    void backUp(List<Shelf> shelves, Path target) throws IOException {
        checkEmpty(target);
        Path stage = path.resolve(STAGE);
        delete(stage);
        Files.createDirectories(stage);
        try {
            Map<Path, Long> journals = new LinkedHashMap<>();
            for (Shelf shelf : shelves) {
                Path folder = shelf(Kind.LOGS, shelf.keep().name());
                shelf.whileFilesStay(() -> link(folder, stage, shelf.journals(), journals));
            }
            Files.createDirectories(target);
            copy(stage, target, journals);
            Files.copy(path.resolve(FORMAT), target.resolve(FORMAT));
        } finally {
            delete(stage);
        }
    }

    private static void checkEmpty(Path target) throws IOException {
        if (!Files.exists(target)) return;
        try (Stream<Path> files = Files.list(target)) {
            if (files.findAny().isPresent()) throw new IOException(target + " is not empty");
        }
    }

    private void link(Path folder, Path stage, Map<Path, Long> whole, Map<Path, Long> journals) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            if (file.toString().endsWith(".tmp")) continue;
            Long bytes = whole.get(file);
            if (file.toString().endsWith(".log") && bytes == null) continue;
            Path name = path.relativize(file);
            Files.createDirectories(Disk.folderOf(stage.resolve(name)));
            Files.createLink(stage.resolve(name), file);
            if (bytes != null) journals.put(name, bytes);
        }
    }

    private static void copy(Path stage, Path target, Map<Path, Long> journals) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(stage)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path name = stage.relativize(file);
            Path copy = target.resolve(name);
            Files.createDirectories(Disk.folderOf(copy));
            Long bytes = journals.get(name);
            if (bytes == null) {
                Files.copy(file, copy);
            } else {
                try (FileChannel from = FileChannel.open(file);
                        InputStream in = Channels.newInputStream(from);
                        FileChannel to =
                                FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    to.transferFrom(Channels.newChannel(in), 0, bytes);
                }
            }
        }
    }

    /** Makes a store in {@code path}, which must be empty or not there, of what {@link LogStore#backUp} made. */
    public static void restore(Path backup, Path path) throws IOException {
        if (!Files.exists(backup.resolve(FORMAT))) throw new IOException(backup + " is no backup of a telemetry store");
        checkFormat(backup);
        checkEmpty(path);
        Files.createDirectories(path);
        copy(backup, path, Map.of());
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.toList().reversed();
        }
        for (Path file : files) Files.delete(file);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
