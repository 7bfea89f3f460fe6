package io.stardust.server.rollout;

import io.stardust.api.rollout.NewRollout;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import io.stardust.server.rollout.Rollout.OnFailure;
import io.stardust.server.rollout.Rollout.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cuts the placements of a rollout into batches. Pure functions. */
final class Batches {
    private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,5}");
    private static final Pattern PERCENT = Pattern.compile("([1-9]\\d?|100)%");
    private static final int DAY = 86_400; // s
    private static final long YEAR = 366L * DAY * 1_000; // ms

    private Batches() {}

    /** What somebody asks for, checked. A time that has passed is now. */
    static Strategy pace(NewRollout wanted, long now) {
        @Nullable Long start = wanted.startAt();
        if (start != null && (start < 0 || start > now + YEAR)) {
            throw new Invalid("startAt", start, "epoch ms within a year from now");
        }
        int weight = range("weight", wanted.weight(), 1, 99, 0);
        return new Strategy(
                part("batch", wanted.batch()),
                part("canary", wanted.canary()),
                range("pauseSeconds", wanted.pauseSeconds(), 0, 7 * DAY, 0),
                wanted.pauseAfterCanary() != null && wanted.pauseAfterCanary(),
                weight,
                ramp(weight, wanted.rampSeconds()),
                wanted.onFailure() == null
                        ? OnFailure.STOP
                        : Check.choice("onFailure", wanted.onFailure(), OnFailure.class),
                range("maxFailures", wanted.maxFailures(), 0, 1_000_000, 0),
                range("healthSeconds", wanted.healthSeconds(), 1, DAY, Strategy.HEALTH),
                start == null || start <= now ? 0 : start,
                wanted.again() != null && wanted.again());
    }

    private static int ramp(int weight, @Nullable Integer seconds) {
        if (weight == 0 && seconds != null) throw new Invalid("rampSeconds", seconds, "absent without a weight");
        return weight == 0 ? 0 : range("rampSeconds", seconds, 1, DAY, Strategy.RAMP);
    }

    private static @Nullable String part(String field, @Nullable String text) {
        if (text == null || text.isEmpty()) return null;
        if (COUNT.matcher(text).matches() || PERCENT.matcher(text).matches()) return text;
        throw new Invalid(field, Check.shortened(text), "a number or a percentage: 10 or 25%");
    }

    private static int range(String field, @Nullable Integer value, int min, int max, int absent) {
        return value == null ? absent : io.stardust.server.app.Bounds.range(field, value, min, max);
    }

    /** What holds for a publish of which nobody has said how it goes on: one placement first, then the rest. */
    static Strategy careful(Strategy asked, int placements) {
        boolean said = asked.batch() != null || asked.canary() != null || placements < 2;
        return said ? asked : asked.withCanary("1");
    }

    /**
     * How many placements each batch has.
     *
     * @throws Invalid when the first batch is to get a part of the calls, and nothing is left for the others
     */
    static List<Integer> sizes(int total, Strategy pace) {
        List<Integer> sizes = sizes(total, pace.batch(), pace.canary());
        if (pace.weight() > 0 && sizes.size() < 2) {
            throw new Invalid(
                    "weight", pace.weight(), "absent, or a first batch (canary) that leaves placements for later");
        }
        return sizes;
    }

    /** How many placements each batch has: all above 0, {@code total} together. Percentages are rounded up. */
    static List<Integer> sizes(int total, @Nullable String batch, @Nullable String canary) {
        List<Integer> sizes = new ArrayList<>();
        int each = count(total, batch);
        int left = total;
        while (left > 0) {
            int size = sizes.isEmpty() && canary != null ? count(total, canary) : each;
            sizes.add(Math.min(left, size));
            left -= size;
        }
        return sizes;
    }

    /** The 0-based number of the batch of each placement. */
    static List<Integer> numbers(List<Integer> sizes) {
        List<Integer> numbers = new ArrayList<>();
        for (int batch = 0; batch < sizes.size(); batch++) {
            for (int i = 0; i < sizes.get(batch); i++) numbers.add(batch);
        }
        return numbers;
    }

    private static int count(int total, @Nullable String part) {
        if (part == null) return Math.max(1, total);
        if (!part.endsWith("%")) return Integer.parseInt(part);
        long percent = Long.parseLong(part.substring(0, part.length() - 1));
        return (int) Math.max(1, (total * percent + 99) / 100);
    }
}
