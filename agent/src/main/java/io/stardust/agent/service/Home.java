package io.stardust.agent.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the program's versions, shared with the start script ({@code packaging/agent/stardust-agent}):
 *
 * <pre>
 *   stardust-agent      starts what current points at, and goes back when a trial fails
 *   versions/V/         one unpacked package each
 *   current             link to versions/V; switched by one rename, so there is always one
 *   trial               new and old version, while the new one has not reached its server yet
 *   trial.begun         the start script has started it once
 *   failed/V            why V failed here; V is never tried again
 * </pre>
 *
 * Every step may be cut by a kill: what is there then means the old version or a trial. Not thread-safe.
 */
public final class Home {
    private static final String TOLD = ".told";

    private final Path folder;

    /** Touches nothing yet. */
    public Home(Path folder) {
        this.folder = folder;
    }

    Path versions() {
        return folder.resolve("versions");
    }

    Path startScript() {
        return folder.resolve("stardust-agent");
    }

    /** Where downloads and what is unpacked from them lie until they are whole. */
    Path incoming() {
        return versions().resolve(".incoming");
    }

    PackageTree tree(String version) {
        return new PackageTree(versions().resolve(version));
    }

    /** The version that is started next; null when there is none. */
    @Nullable
    String current() throws IOException {
        try {
            Path target = Files.readSymbolicLink(folder.resolve("current"));
            Path name = target.getFileName();
            return name == null ? null : name.toString();
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    void pointTo(String version) throws IOException {
        Path link = folder.resolve("current.new");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of("versions", version));
        try {
            Files.move(link, folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("current cannot be switched in one step on this disk", e);
        }
    }

    /** A new version that has not proved itself, and the one to go back to. */
    record Trial(String version, String before) {}

    /** The trial under way; null when there is none. */
    @Nullable
    Trial trial() throws IOException {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("trial"));
            return lines.size() < 2 ? null : new Trial(lines.get(0), lines.get(1));
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /** Before the switch: a kill between the two leaves a trial of what is not current, which means none. */
    void beginTrial(Trial trial) throws IOException {
        Files.deleteIfExists(folder.resolve("trial.begun"));
        replace(folder.resolve("trial"), trial.version + "\n" + trial.before + "\n");
    }

    /** The trial is over, well or never begun. */
    void endTrial() throws IOException {
        Files.deleteIfExists(folder.resolve("trial"));
        Files.deleteIfExists(folder.resolve("trial.begun"));
    }

    /** Remembers for good that {@code version} does not work here. */
    void fail(String version, String reason) throws IOException {
        Path failed = Files.createDirectories(folder.resolve("failed"));
        replace(failed.resolve(version), reason.replace('\n', ' ') + "\n");
    }

    boolean hasFailed(String version) {
        return Files.exists(folder.resolve("failed").resolve(version));
    }

    /** Takes a failure back. */
    void forgive(String version) throws IOException {
        Files.deleteIfExists(folder.resolve("failed").resolve(version));
        Files.deleteIfExists(folder.resolve("failed").resolve(version + TOLD));
    }

    /** A version that failed, and why. */
    record Failure(String version, String reason) {}

    /** The failures that nobody was told of yet. */
    List<Failure> untold() throws IOException {
        List<Failure> failures = new ArrayList<>();
        for (String name : names(folder.resolve("failed"))) {
            boolean isMark = name.endsWith(TOLD);
            if (name.startsWith(".")
                    || isMark
                    || Files.exists(folder.resolve("failed").resolve(name + TOLD))) continue;
            String reason = Files.readString(folder.resolve("failed").resolve(name));
            failures.add(new Failure(name, reason.strip()));
        }
        return failures;
    }

    void told(Failure failure) throws IOException {
        replace(folder.resolve("failed").resolve(failure.version + TOLD), "");
    }

    /** Every version that failed here. */
    List<String> failed() throws IOException {
        List<String> versions = new ArrayList<>();
        for (String name : names(folder.resolve("failed")))
            if (!name.startsWith(".") && !name.endsWith(TOLD)) versions.add(name);
        return versions;
    }

    /** Removes every version but those to be kept, and what was left half-way. */
    void tidy(Set<String> kept) throws IOException {
        for (String name : names(versions())) {
            if (!kept.contains(name)) Trees.delete(versions().resolve(name));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        if (!Files.isDirectory(folder)) return names;
        try (var entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (name != null) names.add(name.toString());
            }
        }
        return names;
    }

    private static void replace(Path file, String content) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(part, content, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
