package io.stardust.agent.supervise.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How the head of a file that others append to is given back without losing a byte: the kernel takes it away, and what
 * is appended meanwhile goes behind the rest as ever. Asked of {@code fallocate}, which is where setsid is; a log is
 * rotated rarely enough for a process of its own.
 */
enum LogHead {
    /** The file becomes shorter by it (ext4, xfs). */
    REMOVED("--collapse-range"),
    /** It takes no room any more but counts in the file's size, and reads as zeros (tmpfs, btrfs). */
    EMPTIED("--punch-hole"),
    /** This file system can do neither, or nobody asks it: what is appended just at a truncation is lost. */
    KEPT("");

    /** A head is a multiple of it: no file system of these has larger blocks. */
    static final long BLOCK = 4096;

    private static final String PROGRAM = "fallocate";
    private static final long PATIENCE_SECONDS = 10;

    private final String option;

    LogHead(String option) {
        this.option = option;
    }

    /** What can be done in that folder, found out with a file of its own. */
    static LogHead in(Path folder) throws IOException {
        return in(folder, PROGRAM);
    }

    static LogHead in(Path folder, String program) throws IOException {
        Path probe = folder.resolve("out.probe");
        try {
            for (LogHead each : List.of(REMOVED, EMPTIED)) {
                Files.write(probe, new byte[(int) BLOCK + 1]);
                if (each.give(program, probe, 0, BLOCK)) return each;
            }
            return KEPT;
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** Gives back {@code bytes} from {@code offset} on; false when that cannot be done. */
    boolean give(Path file, long offset, long bytes) throws IOException {
        return give(PROGRAM, file, offset, bytes);
    }

    private boolean give(String program, Path file, long offset, long bytes) throws IOException {
        if (option.isEmpty()) return false;
        List<String> command = List.of(
                program, option, "--offset", Long.toString(offset), "--length", Long.toString(bytes), file.toString());
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return false; // a small system may not have the program
        }
        try {
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) return process.exitValue() == 0;
            process.destroyForcibly();
            throw new IOException("fallocate hangs");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
