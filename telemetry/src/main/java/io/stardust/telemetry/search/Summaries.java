package io.stardust.telemetry.search;

import io.stardust.telemetry.block.BlockEntry;
import io.stardust.telemetry.block.Fields;
import io.stardust.telemetry.block.Template;
import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Field;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.segment.SegmentView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the records of a query have in common: values of a field, patterns of messages. Thread-safe. */
public final class Summaries {
    /** So many different values are counted; who has more of them learns of those that came first. */
    public static final int MOST = 20_000;

    private final Search search;

    public Summaries(Search search) {
        this.search = search;
    }

    /** The {@code limit} most frequent values of {@code field}; an empty one stands for those that have none. */
    public Counts values(LogQuery query, Field field, int limit, Budget budget) {
        Tally tally = new Tally();
        Search.Sweep.Outcome outcome = search.sweep(query, budget, (ref, block, wanted) -> {
            Fields fields = block.fields();
            for (int record = 0; record < block.records(); record++) {
                if (wanted.has(record)) tally.add(fields.get(field, record), 1);
            }
        });
        return tally.top(limit, outcome);
    }

    /** As {@link #values(LogQuery, Field, int, Budget)} of an attribute; records without it are not counted. */
    public Counts values(LogQuery query, String attribute, int limit, Budget budget) {
        Tally tally = new Tally();
        Search.Sweep.Outcome outcome = search.sweep(query, budget, (ref, block, wanted) -> {
            Fields fields = block.fields();
            for (int record = 0; record < block.records(); record++) {
                if (!wanted.has(record)) continue;
                Set<String> values = new HashSet<>();
                for (Attribute each : fields.attributes(record)) {
                    if (each.name().equals(attribute)) values.add(each.value());
                }
                for (String value : values) tally.add(value, 1);
            }
        });
        return tally.top(limit, outcome);
    }

    /**
     * The {@code limit} most frequent patterns of the first lines of messages, with a star for what differs. Lines that
     * occurred once, or are too many, have no pattern and are counted as an empty one.
     */
    public Counts patterns(LogQuery query, int limit, Budget budget) {
        Tally tally = new Tally();
        Search.Sweep.Outcome outcome = patterns(query, tally, budget);
        return tally.top(limit, outcome);
    }

    /** The patterns of {@code query} that do not occur in {@code before}, the most frequent first. */
    public Counts newPatterns(LogQuery query, LogQuery before, int limit, Budget budget) {
        Tally known = new Tally();
        Search.Sweep.Outcome first = patterns(before, known, budget);
        Tally tally = new Tally();
        Search.Sweep.Outcome second = patterns(query, tally, budget);
        tally.counts.keySet().removeAll(known.counts.keySet());
        tally.counts.remove("");
        return tally.top(
                limit,
                new Search.Sweep.Outcome(
                        first.complete() && second.complete() && !known.overflown, first.damaged() + second.damaged()));
    }

    private Search.Sweep.Outcome patterns(LogQuery query, Tally tally, Budget budget) {
        boolean all = query.texts().isEmpty() && query.fields().isEmpty();
        return search.sweep(query, budget, ref -> all && countEntry(query, ref, tally), (ref, block, wanted) -> {
            Map<Integer, Long> counts = new HashMap<>();
            for (int record = 0; record < block.records(); record++) {
                if (wanted.has(record)) counts.merge(block.template(block.firstLine(record)), 1L, Long::sum);
            }
            for (Map.Entry<Integer, Long> each : counts.entrySet()) {
                tally.add(text(ref.segment(), each.getKey()), each.getValue());
            }
        });
    }

    /** Counts what the directory says of a block of which all records are wanted; false when that is not sure. */
    private static boolean countEntry(LogQuery query, BlockRef ref, Tally tally) throws IOException {
        BlockEntry entry = ref.entry();
        if (entry == null) return false;
        BlockEntry.Content content = entry.content();
        int levels = Level.mask(query.levels());
        boolean all = content.minTime() >= query.fromNs()
                && content.maxTime() < query.untilNs()
                && (content.levels() & ~levels) == 0;
        if (!all) return false;
        for (int i = 0; i < entry.templates(); i++) {
            if (entry.heads(i) > 0) tally.add(text(ref.segment(), entry.template(i)), entry.heads(i));
        }
        return true;
    }

    private static String text(SegmentView segment, int template) throws IOException {
        return template == Template.WHOLE ? "" : segment.template(template).toString();
    }

    private static final class Tally {
        final Map<String, Long> counts = new HashMap<>();
        boolean overflown;

        void add(String value, long records) {
            Long known = counts.get(value);
            if (known == null && counts.size() >= MOST) {
                overflown = true;
            } else {
                counts.put(value, (known == null ? 0 : known) + records);
            }
        }

        Counts top(int limit, Search.Sweep.Outcome outcome) {
            List<Counts.Count> all = new ArrayList<>();
            counts.forEach((value, records) -> all.add(new Counts.Count(value, records)));
            all.sort(Comparator.comparingLong(Counts.Count::records).reversed().thenComparing(Counts.Count::value));
            List<Counts.Count> top = all.subList(0, Math.min(limit, all.size()));
            return new Counts(top, outcome.complete() && !overflown, outcome.damaged());
        }
    }
}
