package io.stardust.server.config;

import io.stardust.protocol.Json;
import io.stardust.protocol.config.ConfigChange;
import io.stardust.server.config.Delivery.Kept;
import io.stardust.server.push.PushSessions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a publish changes, as it goes to our SDK: made once for all instances that had and get the same. One thread. */
final class ChangeFrames {
    /** Characters of a value that every reader takes. */
    private static final int LONGEST = 30_000;

    /** Says to read all. */
    static final String READ = ConfigChange.PREFIX + Json.WIRE.text(ConfigChange.READ);

    private final Map<Way, String> made = new HashMap<>();

    /** Both are told apart by which they are, not by what they hold. */
    private record Way(Kept from, Kept to) {}

    /** The frame that leads from {@code from} to {@code to}; {@link #READ} when none can. */
    String of(Kept from, Kept to, String scope) {
        if (!to.effective.problems().isEmpty()) return READ;
        return made.computeIfAbsent(new Way(from, to), _ -> frame(from, to, scope));
    }

    private static String frame(Kept from, Kept to, String scope) {
        Map<String, String> changed = new TreeMap<>();
        long size = 0;
        for (Map.Entry<String, String> each : to.values.entrySet()) {
            String value = each.getValue();
            if (value.equals(from.values.get(each.getKey()))) continue;
            size += value.length();
            // a worker id is another for each instance
            if (each.getKey().equals(WorkerIds.KEY) || value.length() > LONGEST) return READ;
            if (size > PushSessions.MAX_FRAME) return READ;
            changed.put(each.getKey(), value);
        }
        List<String> removed = new ArrayList<>(from.values.keySet());
        removed.removeAll(to.values.keySet());
        var change = new ConfigChange(from.version(), to.version(), scope, changed, removed);
        String frame = ConfigChange.PREFIX + Json.WIRE.text(change);
        return frame.getBytes(StandardCharsets.UTF_8).length > PushSessions.MAX_FRAME ? READ : frame;
    }
}
