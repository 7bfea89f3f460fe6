package io.stardust.agent.supervise;

import io.stardust.agent.supervise.ManagedProcess.Exit;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Explains ends of processes to people. Thread-safe. */
final class Words {
    private final Path proc;

    Words(Path proc) {
        this.proc = proc;
    }

    /** "exited with code 3 after 0.1 s". */
    static String ended(Exit exit, Duration uptime) {
        Integer code = exit.code();
        String how;
        if (code == null) how = "ended, its exit code is not known,";
        else if (code > 128 && code <= 128 + 64) how = "was ended by signal " + signal(code - 128);
        else how = "exited with code " + code;
        return how + " after " + time(uptime);
    }

    private static String signal(int number) {
        return switch (number) {
            case 6 -> "6 (SIGABRT)";
            case 9 -> "9 (SIGKILL: kill -9, or the machine ran out of memory)";
            case 11 -> "11 (SIGSEGV)";
            case 15 -> "15 (SIGTERM)";
            default -> Integer.toString(number);
        };
    }

    static String time(Duration time) {
        if (time.toSeconds() >= 60) return time.toSeconds() + " s";
        return time.toSeconds() + "." + time.toMillisPart() / 100 + " s";
    }

    /** Says that the app's port is somebody else's, when it is; empty otherwise. */
    String portTaken(int port, String output) {
        if (port > 0) {
            for (String table : List.of("net/tcp", "net/tcp6")) {
                String inode = listener(table, port);
                if (inode != null) return "port %d is taken by %s".formatted(port, owner(inode));
            }
        }
        boolean said = output.toLowerCase(Locale.ROOT).contains("address already in use");
        return said ? "a port it wants is taken (address already in use)" : "";
    }

    private @org.jspecify.annotations.Nullable String listener(String table, int port) {
        String wanted = ":%04X".formatted(port);
        try {
            for (String line : Files.readAllLines(proc.resolve(table))) {
                List<String> fields = List.of(line.strip().split(" +", 11));
                boolean listens = fields.size() > 9
                        && fields.get(1).endsWith(wanted)
                        && fields.get(3).equals("0A");
                if (listens) return fields.get(9);
            }
        } catch (IOException e) {
            return null; // no such table: nothing to say
        }
        return null;
    }

    private String owner(String inode) {
        Path socket = Path.of("socket:[" + inode + "]");
        try (DirectoryStream<Path> pids = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path pid : pids) {
                if (holds(pid.resolve("fd"), socket)) {
                    return "process %s (%s)"
                            .formatted(
                                    pid.getFileName(),
                                    Files.readString(pid.resolve("comm")).strip());
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return "another process";
        }
        return "another process";
    }

    private static boolean holds(Path folder, Path socket) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(folder)) {
            for (Path link : links) {
                if (leadsTo(link, socket)) return true;
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false; // it ended, or belongs to somebody else
        }
        return false;
    }

    private static boolean leadsTo(Path link, Path socket) {
        try {
            return Files.readSymbolicLink(link).equals(socket);
        } catch (IOException e) {
            return false; // a busy process closes some while we read: the rest still counts
        }
    }
}
