package io.stardust.agent;

import io.stardust.agent.service.Installation;
import io.stardust.agent.shipping.Unsent;
import io.stardust.agent.state.ProcessRecord;
import io.stardust.agent.state.ProcessRecords;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells people on the machine how its agent fares, without asking the agent: it may be the one that does not answer.
 */
final class Status {
    private static final int NOT_RUNNING = 3; // as init scripts have it

    private final Installation installation;
    private final PrintStream out;

    Status(Installation installation, PrintStream out) {
        this.installation = installation;
        this.out = out;
    }

    /** Prints it; returns 0 when the agent runs. {@code folder} names another data folder than the installed one's. */
    int print(@Nullable String folder) throws IOException, InterruptedException {
        Path data = folder == null ? installation.data() : Path.of(folder);
        Path state = data.resolve("state");
        if (Files.isDirectory(state) && !Files.isReadable(state)) {
            throw new IOException("status: " + state + " is for its owner alone (expected: sudo)");
        }
        String version = installation.version();
        @Nullable String service = installation.serviceState();
        line("installed", version == null ? "no" : version + starts(service != null));
        if (service != null) line("service", service);
        long pid = pid(data);
        var note = new ConnectionNote(data.resolve("state"), "", InstantSource.system()).read();
        boolean known = pid > 0 && note.isPresent() && note.get().pid() == pid;
        line(
                "running",
                pid == 0
                        ? "no"
                        : "yes, process " + pid
                                + (known ? ", version " + note.get().version() : ""));
        line("connected", known ? connection(note.get()) : pid == 0 ? "no" : "not yet");
        if (pid > 0) line("loops", LoopNote.read(data.resolve("state"), System.currentTimeMillis()));
        line("apps", apps(data));
        String unsent = Unsent.words(data, Instant.now());
        if (unsent != null) line("output", unsent);
        line("data", data.toString());
        List<String> failed = installation.failed();
        if (!failed.isEmpty()) line("failed", String.join(", ", failed) + " (versions that failed here)");
        return pid > 0 ? 0 : NOT_RUNNING;
    }

    private String starts(boolean systemd) {
        if (!installation.isEnabled()) return "";
        return systemd ? ", starts with the machine" : ", but no systemd runs here to start it";
    }

    private void line(String name, String value) {
        out.printf("%-11s %s%n", name, value);
    }

    private static String connection(ConnectionNote.Kept note) {
        Instant since = Instant.ofEpochMilli(note.since() / 1_000 * 1_000);
        boolean away = "away".equals(note.state());
        return (away ? "no, it lost " : "connected".equals(note.state()) ? "yes, to " : "logged in at ")
                + note.server()
                + (away ? " at " : " since ")
                + since;
    }

    /** Of the agent that holds the data folder; 0 when none does. */
    private static long pid(Path data) {
        try {
            long pid =
                    Long.parseLong(Files.readString(data.resolve("agent.lock")).strip());
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) ? pid : 0;
        } catch (IOException | NumberFormatException _) {
            return 0;
        }
    }

    private static String apps(Path data) throws IOException {
        List<String> running = new ArrayList<>();
        List<String> resting = new ArrayList<>();
        for (ProcessRecord record :
                new ProcessRecords(data.resolve("state")).load().values()) {
            boolean runs = record.pid() > 0
                    && ProcessHandle.of(record.pid())
                            .map(ProcessHandle::isAlive)
                            .orElse(false);
            (runs ? running : resting).add(runs ? record.name() + " (" + record.pid() + ")" : record.name());
        }
        String words = running.isEmpty() ? "none runs" : running.size() + " running: " + String.join(", ", running);
        return resting.isEmpty() ? words : words + "; not running: " + String.join(", ", resting);
    }
}
