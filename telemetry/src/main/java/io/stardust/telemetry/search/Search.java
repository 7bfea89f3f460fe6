package io.stardust.telemetry.search;

import io.stardust.telemetry.block.Block;
import io.stardust.telemetry.block.BlockEntry;
import io.stardust.telemetry.log.Field;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.query.Position;
import io.stardust.telemetry.segment.SegmentCache;
import io.stardust.telemetry.store.Shelf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/** Answers queries from all shelves. What is stored while one is answered is not in it. Thread-safe. */
public final class Search {
    private static final int MAX_BUCKETS = 10_000;

    private final List<Shelf> shelves;
    private final SegmentCache cache;

    public Search(List<Shelf> shelves, SegmentCache cache) {
        this.shelves = List.copyOf(shelves);
        this.cache = cache;
    }

    /** One page of {@code query}. */
    public Found page(LogQuery query, Budget budget) {
        try (Walk walk = new Walk(new QueryMatcher(narrowed(query)), shelves, cache, query.newestFirst())) {
            return new Page(query, walk, budget).find();
        }
    }

    /** What lies before the page's beginning needs no look. */
    private static LogQuery narrowed(LogQuery query) {
        Position after = query.after();
        if (after == null) return query;
        long from = query.newestFirst() ? query.fromNs() : Math.max(query.fromNs(), after.timeNs());
        long until = query.newestFirst() ? Math.min(query.untilNs(), behind(after.timeNs())) : query.untilNs();
        if (from >= until) return query; // nothing is left; the position rules all out
        return query.with().between(from, until).build();
    }

    private static long behind(long timeNs) {
        return timeNs == Long.MAX_VALUE ? timeNs : timeNs + 1;
    }

    /**
     * The records just before and behind {@code hit}, of the same app and instance, from the oldest on; it is among
     * them.
     */
    public List<Found.Hit> around(Found.Hit hit, int before, int behind, Budget budget) {
        LogRecord record = hit.record();
        LogQuery.Builder all = LogQuery.of(Set.of(record.app())).field(Field.INSTANCE, record.instance());
        List<Found.Hit> hits = new ArrayList<>();
        if (before > 0) {
            hits.addAll(
                    page(all.newestFirst().limit(before).after(hit.position()).build(), budget)
                            .hits()
                            .reversed());
        }
        hits.add(hit);
        if (behind > 0) {
            hits.addAll(
                    page(all.oldestFirst().limit(behind).after(hit.position()).build(), budget)
                            .hits());
        }
        return hits;
    }

    /** How many records the query has over its time, which must be bounded, in buckets of {@code bucketNs}. */
    public Histogram histogram(LogQuery query, long bucketNs, Budget budget) {
        long from = query.fromNs();
        long span = Math.subtractExact(query.untilNs(), from);
        long count = bucketNs < 1 ? Long.MAX_VALUE : (span + bucketNs - 1) / bucketNs;
        if (count > MAX_BUCKETS) {
            throw new IllegalArgumentException(count + " buckets (expected: at most " + MAX_BUCKETS + ")");
        }
        long[] counts = new long[(int) count * Level.COUNT];
        boolean all = query.texts().isEmpty() && query.fields().isEmpty();
        Known known = ref -> all && countEntry(query, ref, bucketNs, counts);
        Sweep.Outcome outcome = sweep(query, budget, known, (ref, block, wanted) -> {
            for (int record = 0; record < block.records(); record++) {
                if (!wanted.has(record)) continue;
                int bucket = (int) ((block.timeNs(record) - from) / bucketNs);
                counts[bucket * Level.COUNT + block.level(record).number()]++;
            }
        });
        List<List<Long>> buckets = new ArrayList<>();
        for (int bucket = 0; bucket < count; bucket++) {
            List<Long> levels = new ArrayList<>();
            for (int level = 0; level < Level.COUNT; level++) levels.add(counts[bucket * Level.COUNT + level]);
            buckets.add(List.copyOf(levels));
        }
        return new Histogram(from, bucketNs, buckets, outcome.complete(), outcome.damaged());
    }

    /** Counts what the directory says of a block that lies in one bucket; false when that is not sure. */
    private static boolean countEntry(LogQuery query, BlockRef ref, long bucketNs, long[] counts) {
        BlockEntry entry = ref.entry();
        if (entry == null) return false;
        BlockEntry.Content content = entry.content();
        if (content.minTime() < query.fromNs() || content.maxTime() >= query.untilNs()) return false;
        long bucket = (content.minTime() - query.fromNs()) / bucketNs;
        if ((content.maxTime() - query.fromNs()) / bucketNs != bucket) return false;
        for (Level level : query.levels()) {
            counts[(int) bucket * Level.COUNT + level.number()] +=
                    content.byLevel().of(level.number());
        }
        return true;
    }

    /** Goes through all blocks of {@code query}. */
    Sweep.Outcome sweep(LogQuery query, Budget budget, Sweep sweep) {
        return sweep(query, budget, ref -> false, sweep);
    }

    /** Goes through all blocks of {@code query} that {@code known} cannot tell of without a look into them. */
    Sweep.Outcome sweep(LogQuery query, Budget budget, Known known, Sweep sweep) {
        try (Walk walk = new Walk(new QueryMatcher(query), shelves, cache, true)) {
            LongPredicate mayStop = time -> budget.isSpent();
            for (BlockRef ref = walk.next(mayStop); ref != null; ref = walk.next(mayStop)) {
                try {
                    if (!known.block(ref)) look(ref, budget, sweep);
                } catch (WatchedText.Spent e) {
                    return new Sweep.Outcome(false, walk.damaged());
                } catch (IOException e) {
                    walk.skip(e);
                }
                if (budget.isSpent() && walk.frontier() != null) return new Sweep.Outcome(false, walk.damaged());
            }
            return new Sweep.Outcome(!walk.stopped(), walk.damaged());
        }
    }

    private static void look(BlockRef ref, Budget budget, Sweep sweep) throws IOException {
        Block block = ref.open();
        SegmentMatcher.Wanted wanted = ref.matcher().in(block, budget);
        if (!wanted.none()) sweep.block(ref, block, wanted);
        budget.scanned(ref.rawBytes());
    }

    /** Does what can be done without a look into a block. */
    @FunctionalInterface
    interface Known {
        /** Whether that was all. */
        boolean block(BlockRef ref) throws IOException;
    }

    /** What is done with each block. */
    @FunctionalInterface
    interface Sweep {
        void block(BlockRef ref, Block block, SegmentMatcher.Wanted wanted) throws IOException;

        /** Whether all were seen, and how many could not be read. */
        record Outcome(boolean complete, int damaged) {}
    }
}
