package io.stardust.server.report;

import io.stardust.api.reason.Why;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import io.stardust.server.history.HistoryStore;
import io.stardust.server.history.Step;
import io.stardust.server.http.Reasons;
import io.stardust.server.rollout.RolloutPlacement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the time in which calls are led away from a process from counting against its part of a rollout: gives as much
 * more as that may take when it begins, and takes back what was not needed when the process is stopped. Stateless.
 */
final class DrainTime {
    private static final String DRAINING = "draining";
    private static final String STOPPED = "stopped";
    private static final String CODE =
            String.valueOf(Reason.of(Code.LED_AWAY).parts().getFirst().code());
    private static final long MOST = 900_000; // ms

    private final HistoryStore history = new HistoryStore();

    /** {@code part} after {@code step}, which was just kept. */
    RolloutPlacement after(Handle sql, RolloutPlacement part, Step step) {
        return switch (step.step()) {
            case DRAINING -> part.later(limit(step));
            case STOPPED -> part.later(-unused(sql, step));
            default -> part;
        };
    }

    private long unused(Handle sql, Step stopped) {
        Optional<Step> drained = history.before(sql, stopped, DRAINING);
        Optional<Step> before = history.before(sql, stopped, STOPPED);
        if (drained.isEmpty()
                || (before.isPresent() && before.get().id() > drained.get().id())) return 0;
        long limit = limit(drained.get());
        return limit - Math.clamp(stopped.at() - drained.get().at(), 0, limit); // both by the agent's clock
    }

    /** How long it may take, ms. */
    private static long limit(Step draining) {
        @Nullable List<Why> why = Reasons.read(draining.why());
        if (why == null) return 0;
        return why.stream()
                .filter(each -> CODE.equals(each.code()))
                .map(each -> each.data() == null ? Map.<String, String>of() : each.data())
                .mapToLong(data -> seconds(data.getOrDefault("seconds", "")))
                .map(seconds -> Math.min(seconds * 1_000, MOST))
                .findFirst()
                .orElse(0);
    }

    private static long seconds(String text) {
        return text.matches("\\d{1,6}") ? Long.parseLong(text) : 0;
    }
}
