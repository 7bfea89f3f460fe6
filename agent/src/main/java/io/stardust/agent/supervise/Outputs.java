package io.stardust.agent.supervise;

import io.stardust.agent.files.Modes;
import io.stardust.agent.install.place.Layout;
import io.stardust.agent.supervise.output.OutputLog;
import io.stardust.agent.supervise.output.Printed;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logs of all apps. Thread-safe. */
final class Outputs {
    private static final Logger LOG = LoggerFactory.getLogger(Outputs.class);
    private static final Duration SOON = Duration.ofMillis(50); // an app that filled a part fills the next one, too

    private final Map<String, OutputLog> logs = new ConcurrentHashMap<>();
    private final Map<OutputLog, Printed> left = new ConcurrentHashMap<>(); // of removed apps
    private final Layout layout;
    private final SupervisorSettings settings;
    private final InstantSource clock;

    Outputs(Layout layout, SupervisorSettings settings, InstantSource clock) {
        this.layout = layout;
        this.settings = settings;
        this.clock = clock;
    }

    OutputLog of(String name) {
        return logs.computeIfAbsent(
                name, _ -> new OutputLog(layout.logs(name), settings.logPartBytes(), settings.logKeep(), clock));
    }

    void forget(String name) {
        logs.remove(name);
    }

    /** What the app of a placement prints, or has printed; null when that is nothing yet. */
    @Nullable
    Printed printed(long placement, String name) {
        OutputLog log = logs.get(name);
        if (log == null && Files.isDirectory(layout.logs(name))) log = of(name);
        return log == null ? null : new Printed(placement, name, log, false);
    }

    /** Finds what apps left behind that were removed under an earlier agent. */
    void begin() throws IOException {
        if (!Files.isDirectory(layout.unsent())) return;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(layout.unsent())) {
            for (Path folder : folders) found(folder);
        }
    }

    private void found(Path folder) {
        String words = String.valueOf(folder.getFileName());
        int dash = words.indexOf('-');
        try {
            left(folder, words.substring(dash + 1), Long.parseLong(words, 0, Math.max(0, dash), 10));
        } catch (NumberFormatException e) {
            LOG.warn("{}: not put there by this agent", folder);
        }
    }

    /** The app is about to be removed: what it printed is set aside until it is sent. */
    void leave(String name, long placement) {
        if (placement <= 0 || !settings.outputSent() || !Files.isDirectory(layout.logs(name))) return;
        Path folder = layout.unsent().resolve(placement + "-" + name);
        try {
            Modes.makeFolder(layout.unsent());
            of(name).moveTo(folder);
            logs.remove(name);
            left(folder, name, placement);
        } catch (IOException e) {
            LOG.warn("{}: what it printed last may not be sent: {}", name, e.toString());
        }
    }

    private void left(Path folder, String name, long placement) {
        var log = new OutputLog(folder, settings.logPartBytes(), settings.logKeep(), clock);
        left.put(log, new Printed(placement, name, log, true));
    }

    /** What removed apps left behind. */
    Collection<Printed> left() {
        return left.values();
    }

    /** What a removed app left behind is not needed any more. */
    void drop(Printed gone) {
        left.remove(gone.log());
        try {
            gone.log().delete();
        } catch (IOException e) {
            LOG.warn("{}: its log is left over: {}", gone.name(), e.toString());
        }
    }

    /** Rotates what is full, now and as often as needed from now on. */
    void rotateAlways(Serial thread) {
        boolean any = false;
        for (Map.Entry<String, OutputLog> each : logs.entrySet()) {
            try {
                any |= each.getValue().rotate();
            } catch (IOException e) {
                LOG.warn("{}: log not rotated: {}", each.getKey(), e.toString());
            }
        }
        thread.after(any ? SOON : settings.logCheckEvery(), () -> rotateAlways(thread));
    }
}
