package io.stardust.agent.supervise;

import io.stardust.agent.install.place.Layout;
import io.stardust.agent.supervise.output.OutputLog;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logs of all apps. Thread-safe. */
final class Outputs {
    private static final Logger LOG = LoggerFactory.getLogger(Outputs.class);
    private static final Duration SOON = Duration.ofMillis(50); // an app that filled a part fills the next one, too

    private final Map<String, OutputLog> logs = new ConcurrentHashMap<>();
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
