package io.stardust.server.logs;

import io.stardust.api.logs.LogEntry;
import io.stardust.api.logs.LogHistogram;
import io.stardust.api.logs.LogPage;
import io.stardust.api.logs.LogPatterns;
import io.stardust.api.logs.LogValues;
import io.stardust.api.logs.LogVolume;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Call;
import io.stardust.server.http.Check;
import io.stardust.server.http.Need;
import io.stardust.server.logs.LogAsk.Asked;
import io.stardust.telemetry.LogStore;
import io.stardust.telemetry.log.Field;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.query.Position;
import io.stardust.telemetry.search.Counts;
import io.stardust.telemetry.search.Found;
import io.stardust.telemetry.search.Histogram;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows people what apps logged: pages, counts over time, values, patterns, neighbours. */
public final class LogRoutes {
    private static final int BUCKETS = 60;
    private static final int MOST_BUCKETS = 1_000;
    private static final int MOST_RECORDS = 1_000; // of a page
    private static final int MOST_VALUES = 100;
    private static final int MOST_PATTERNS = 500;
    private static final int MOST_AROUND = 200;
    private static final long MS = 1_000_000; // ns
    private static final long COMPARED = Duration.ofDays(7).toMillis();
    private static final List<String> LEVELS =
            Arrays.stream(Level.values()).map(Check::word).toList();
    private static final String FIELDS = Arrays.stream(Field.values())
            .map(field -> field.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));

    private final LogCentre centre;
    private final LogAsk ask;
    private final Turns turns;

    LogRoutes(LogCentre centre, LogAsk ask, Turns turns) {
        this.centre = centre;
        this.ask = ask;
        this.turns = turns;
    }

    /** Adds the routes. */
    void register(Api api) {
        api.get("/logs", Need.VIEWER, this::page)
                .get("/logs/histogram", Need.VIEWER, this::histogram)
                .get("/logs/values", Need.VIEWER, this::values)
                .get("/logs/patterns", Need.VIEWER, this::patterns)
                .get("/logs/around", Need.VIEWER, this::around)
                .get("/logs/volume", Need.VIEWER, this::volume);
    }

    private Answer page(Call call) {
        LogStore store = centre.store();
        Asked asked = ask.of(call, call.queryInt("limit", 100, 1, MOST_RECORDS));
        LogQuery query = asked.query();
        if (query == null) return Answer.of(new LogPage(List.of(), null, true, 0, 0));
        Found found = turns.run(query, budget -> store.search().page(query, budget));
        return Answer.of(LogViews.page(found, asked.names()));
    }

    private Answer histogram(Call call) {
        LogStore store = centre.store();
        Asked asked = ask.of(call, 1);
        int count = call.queryInt("buckets", BUCKETS, 1, MOST_BUCKETS);
        LogQuery query = asked.query();
        if (query == null) return Answer.of(new LogHistogram(0, 1, LEVELS, List.of(), 0, true, 0));
        long bucket = Buckets.length((query.untilNs() - query.fromNs()) / MS, count);
        long from = Math.floorDiv(query.fromNs() / MS, bucket) * bucket;
        long until = Math.ceilDiv(query.untilNs() / MS, bucket) * bucket;
        LogQuery whole = query.with().between(from * MS, until * MS).build();
        Histogram made = turns.run(whole, budget -> store.search().histogram(whole, bucket * MS, budget));
        return Answer.of(
                new LogHistogram(from, bucket, LEVELS, made.buckets(), made.total(), made.complete(), made.damaged()));
    }

    private Answer values(Call call) {
        LogStore store = centre.store();
        Asked asked = ask.of(call, 1);
        int limit = call.queryInt("limit", 10, 1, MOST_VALUES);
        String field = call.query("field").orElseThrow(() -> new Invalid("field", "missing", FIELDS + ", @ATTRIBUTE"));
        @Nullable Field known = field.startsWith("@") ? null : Check.choice("field", field, Field.class);
        LogQuery query = asked.query();
        if (query == null) return Answer.of(new LogValues(field, List.of(), true));
        Counts counts = turns.run(
                query,
                budget -> known == null
                        ? store.summaries().values(query, field.substring(1), limit, budget)
                        : store.summaries().values(query, known, limit, budget));
        List<LogValues.Value> values = counts.counts().stream()
                .map(each -> new LogValues.Value(each.value(), each.records()))
                .toList();
        return Answer.of(new LogValues(field, values, counts.complete() && counts.damaged() == 0));
    }

    private Answer patterns(Call call) {
        LogStore store = centre.store();
        Asked asked = ask.of(call, 1);
        int limit = call.queryInt("limit", 100, 1, MOST_PATTERNS);
        LogQuery query = asked.query();
        if (query == null) return Answer.of(new LogPatterns(List.of(), null, true));
        Optional<Long> since = LogAsk.time(call, "newSince")
                .or(() -> query.apps().size() == 1
                        ? ask.lastRollout(query.apps().iterator().next())
                        : Optional.empty());
        Counts all = turns.run(query, budget -> store.summaries().patterns(query, limit, budget));
        Fresh fresh = since.map(at -> fresh(store, query, at)).orElse(Fresh.NONE);
        List<LogPatterns.Pattern> patterns = all.counts().stream()
                .map(each ->
                        new LogPatterns.Pattern(each.value(), each.records(), fresh.patterns.contains(each.value())))
                .toList();
        boolean complete = all.complete() && all.damaged() == 0 && fresh.complete;
        return Answer.of(new LogPatterns(patterns, since.orElse(null), complete));
    }

    private record Fresh(Set<String> patterns, boolean complete) {
        static final Fresh NONE = new Fresh(Set.of(), true);
    }

    /** What came after {@code since} and in the days before it did not. */
    private Fresh fresh(LogStore store, LogQuery query, long since) {
        long at = since * MS;
        if (at >= query.untilNs()) return Fresh.NONE;
        LogQuery after = query.with()
                .between(Math.max(at, query.fromNs()), query.untilNs())
                .build();
        LogQuery before = query.with().between(at - COMPARED * MS, at).build();
        Counts made = turns.run(query, budget -> store.summaries().newPatterns(after, before, MOST_PATTERNS, budget));
        Set<String> patterns = made.counts().stream().map(Counts.Count::value).collect(Collectors.toSet());
        return new Fresh(patterns, made.complete() && made.damaged() == 0);
    }

    private Answer around(Call call) {
        Map<Long, String> names = ask.names(call.visible());
        String text = call.query("position")
                .orElseThrow(() -> new Invalid("position", "missing", "the position of a record"));
        Position position = LogAsk.position("position", text);
        int before = call.queryInt("before", 20, 0, MOST_AROUND);
        int behind = call.queryInt("behind", 20, 0, MOST_AROUND);
        if (!names.containsKey(position.app())) throw new NotFound("record", Check.shortened(text));
        LogQuery same = LogQuery.of(Set.of(position.app()))
                .between(position.timeNs(), position.timeNs() + 1)
                .limit(LogQuery.MAX_LIMIT)
                .build();
        List<LogEntry> entries = turns.run(same, budget -> {
            Found.Hit hit = centre.store().search().page(same, budget).hits().stream()
                    .filter(each -> each.position().equals(position))
                    .findFirst()
                    .orElseThrow(() -> new NotFound("record", Check.shortened(text)));
            return centre.store().search().around(hit, before, behind, budget).stream()
                    .map(each -> LogViews.entry(each, names))
                    .toList();
        });
        return Answer.of(new LogPage(entries, null, true, 0, 0));
    }

    private Answer volume(Call call) {
        Map<Long, String> names = ask.names(call.visible());
        boolean all = call.visible().all();
        List<LogVolume.RetentionClass> classes = centre.store().held().stream()
                .map(each -> new LogVolume.RetentionClass(
                        each.keep().name(),
                        each.keep().days(),
                        each.keep().maxBytes(),
                        all ? Long.valueOf(each.bytes()) : null,
                        each.taking()))
                .toList();
        List<LogVolume.Of> apps = centre.limits().volumes().entrySet().stream()
                .filter(each -> names.containsKey(each.getKey()))
                .map(each -> new LogVolume.Of(
                        each.getKey(),
                        names.getOrDefault(each.getKey(), ""),
                        each.getValue().used(),
                        each.getValue().refusedRecords(),
                        each.getValue().refusedBytes()))
                .sorted(Comparator.comparingLong(LogVolume.Of::used).reversed())
                .toList();
        return Answer.of(new LogVolume(classes, centre.settings().hourBytes().getAsLong(), apps));
    }
}
