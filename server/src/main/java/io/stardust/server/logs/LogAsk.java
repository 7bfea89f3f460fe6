package io.stardust.server.logs;

import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Call;
import io.stardust.server.http.Check;
import io.stardust.server.logs.LogAppStore.LogApp;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.query.Position;
import io.stardust.telemetry.query.QueryParser;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what people ask of the logs; no query goes beyond the apps that they may read. Thread-safe. */
final class LogAsk {
    private static final Duration USUAL = Duration.ofHours(1);
    private static final int LONGEST = 4_000; // characters of a query
    private static final long LATEST = 9_000_000_000_000L; // epoch ms; ns of a long end in 2262
    private static final long MS = 1_000_000; // ns

    private final Database db;
    private final InstantSource clock;
    private final LogAppStore apps = new LogAppStore();

    LogAsk(Database db, InstantSource clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * A question.
     *
     * @param query null: there is no app whose logs may be read
     * @param names of the apps, by id
     */
    record Asked(@Nullable LogQuery query, Map<Long, String> names) {}

    /** {@code app}, {@code q}, {@code from}, {@code to}, {@code order}, {@code after}; {@code limit} records. */
    Asked of(Call call, int limit) {
        Map<Long, String> names = names(call.visible());
        Set<Long> wanted = wanted(call, names);
        if (wanted.isEmpty()) return new Asked(null, names);
        long now = clock.millis();
        long to = time(call, "to").orElse(now + 1);
        long from = time(call, "from").orElse(Math.max(0, to - USUAL.toMillis()));
        if (from >= to) throw new Invalid("from", from, "before to, %d".formatted(to));
        LogQuery.Builder query = typed(call, LogQuery.of(wanted))
                .between(from * MS, to * MS)
                .limit(limit)
                .after(after(call));
        switch (call.query("order").orElse("newest")) {
            case "newest" -> query.newestFirst();
            case "oldest" -> query.oldestFirst();
            default ->
                throw new Invalid("order", Check.shortened(call.query("order").orElse("")), "newest, oldest");
        }
        return new Asked(query.build(), names);
    }

    /** The same of any time, for what is still to come. */
    Asked live(Call call) {
        Map<Long, String> names = names(call.visible());
        Set<Long> wanted = wanted(call, names);
        return new Asked(
                wanted.isEmpty() ? null : typed(call, LogQuery.of(wanted)).build(), names);
    }

    /** The apps whose logs may be read, their names by their ids. */
    Map<Long, String> names(Visible visible) {
        Map<Long, String> names = new HashMap<>();
        for (LogApp app : db.read(sql -> apps.visible(sql, visible))) names.put(app.id(), app.name());
        return names;
    }

    /** When the app was given another release last, epoch ms. */
    Optional<Long> lastRollout(long appId) {
        return db.read(sql -> apps.lastRollout(sql, appId));
    }

    private static Set<Long> wanted(Call call, Map<Long, String> names) {
        List<String> asked = call.queryAll("app");
        if (asked.isEmpty()) return names.keySet();
        Set<Long> wanted = new HashSet<>();
        for (String each : asked) wanted.add(app(each, names));
        return wanted;
    }

    private static long app(String asked, Map<Long, String> names) {
        for (Map.Entry<Long, String> each : names.entrySet()) {
            if (each.getValue().equals(asked) || each.getKey().toString().equals(asked)) return each.getKey();
        }
        throw new NotFound("app", Check.shown(asked));
    }

    private static LogQuery.Builder typed(Call call, LogQuery.Builder query) {
        String text = call.query("q").orElse("");
        if (text.length() > LONGEST) throw new Invalid("q", text.length() + " characters", "at most " + LONGEST);
        try {
            return QueryParser.parse(text, query);
        } catch (IllegalArgumentException e) {
            throw new Invalid("q: " + e.getMessage());
        }
    }

    /** Of a query parameter, epoch ms. */
    static Optional<Long> time(Call call, String name) {
        return call.queryId(name).map(ms -> {
            if (ms < 0 || ms > LATEST) throw new Invalid(name, ms, "epoch ms, 0–%d".formatted(LATEST));
            return ms;
        });
    }

    static @Nullable Position after(Call call) {
        return call.query("after").map(text -> position("after", text)).orElse(null);
    }

    static Position position(String field, String text) {
        try {
            Position position = Position.parse(text);
            if (position.timeNs() < Long.MAX_VALUE) return position;
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw new Invalid(field, Check.shortened(text), "the position of a record");
    }
}
