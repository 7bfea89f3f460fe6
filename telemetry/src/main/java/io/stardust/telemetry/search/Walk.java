package io.stardust.telemetry.search;

import io.stardust.telemetry.segment.Segment;
import io.stardust.telemetry.segment.SegmentCache;
import io.stardust.telemetry.segment.SegmentView;
import io.stardust.telemetry.store.LeftOut;
import io.stardust.telemetry.store.Shelf;
import io.stardust.telemetry.store.ShelfView;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through the blocks that may have something, in the order of time: no record of a later block comes before
 * {@link #frontier}. Segments are opened when they are reached. For one thread.
 */
final class Walk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Walk.class);

    private final QueryMatcher query;
    private final SegmentCache cache;
    private final boolean newestFirst;
    private final List<ShelfView> views = new ArrayList<>();
    private final PriorityQueue<Step> steps;
    private final Map<SegmentView, Held> held = new HashMap<>();
    private @Nullable SegmentView last; // whose block was given out last
    private boolean stopped;
    private int damaged;

    private record Step(
            long key,
            int shelf,
            @Nullable Segment segment,
            @Nullable BlockRef block) {}

    private static final class Held {
        final SegmentCache.Lease lease;
        int blocks;

        Held(SegmentCache.Lease lease, int blocks) {
            this.lease = lease;
            this.blocks = blocks;
        }
    }

    Walk(QueryMatcher query, List<Shelf> shelves, SegmentCache cache, boolean newestFirst) {
        this.query = query;
        this.cache = cache;
        this.newestFirst = newestFirst;
        // The least key first: times count down or up.
        this.steps = new PriorityQueue<>((a, b) -> Long.compare(a.key, b.key));
        for (Shelf shelf : shelves) {
            ShelfView view = shelf.view();
            views.add(view);
            for (Segment segment : view.sealed()) add(shelf.place(), segment);
            for (LeftOut file : view.leftOut()) {
                if (file.mayHave(query.query().fromNs(), query.query().untilNs())) damaged++;
            }
            for (ShelfView.DraftView draft : view.drafts()) add(shelf.place(), draft);
        }
    }

    /** Times as keys that grow in the order of the walk, without overflow: the complement counts down. */
    private long key(long minTime, long maxTime) {
        return newestFirst ? ~maxTime : minTime;
    }

    private void add(int shelf, Segment segment) {
        boolean may = segment.maxTime() >= query.query().fromNs()
                && segment.minTime() < query.query().untilNs()
                && (segment.levels() & query.levels()) != 0;
        if (may) steps.add(new Step(key(segment.minTime(), segment.maxTime()), shelf, segment, null));
    }

    private void add(int shelf, ShelfView.DraftView draft) {
        SegmentMatcher matcher = new SegmentMatcher(query, draft.written());
        try {
            add(shelf, draft.written(), matcher);
        } catch (IOException e) {
            skip(e);
        }
        for (ShelfView.Memory memory : draft.memory()) {
            boolean may = matcher.mayHave(memory.source().app(), memory.minTime(), memory.maxTime(), memory.levels());
            if (may && mayHave(draft, memory)) {
                add(shelf, new BlockRef(shelf, draft.written(), matcher, memory));
            }
        }
    }

    private boolean mayHave(ShelfView.DraftView draft, ShelfView.Memory memory) {
        for (long hash : query.fieldHashes()) {
            if (!draft.mayHave(memory, hash)) return false;
        }
        for (TextCondition text : query.texts()) {
            if (text.negated()) continue;
            for (TextCondition.Word word : text.variables()) {
                if (!draft.mayHave(memory, word.hash)) return false;
            }
        }
        return true;
    }

    /** Adds the packed blocks; returns how many. */
    private int add(int shelf, SegmentView segment, SegmentMatcher matcher) throws IOException {
        BitSet candidates = matcher.candidates();
        for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
            add(shelf, new BlockRef(shelf, segment, matcher, i));
        }
        return candidates.cardinality();
    }

    private void add(int shelf, BlockRef block) {
        steps.add(new Step(key(block.minTime(), block.maxTime()), shelf, null, block));
    }

    /**
     * The next block, or null when there is none, or when segments would have to be opened to find one and
     * {@code mayStop} says yes to the best time that is left; {@link #stopped} tells. Good until the next call.
     */
    @Nullable
    BlockRef next(LongPredicate mayStop) {
        release();
        while (true) {
            Step step = steps.peek();
            if (step == null) return null;
            if (step.segment != null && mayStop.test(time(step))) {
                stopped = true;
                return null;
            }
            steps.remove();
            if (step.block != null) {
                last = step.block.segment();
                return step.block;
            }
            if (step.segment != null) expand(step.shelf, step.segment);
        }
    }

    /** Whether it ended before its end. */
    boolean stopped() {
        return stopped;
    }

    private long time(Step step) {
        return newestFirst ? ~step.key : step.key;
    }

    private void expand(int shelf, Segment segment) {
        try {
            SegmentCache.Lease lease = cache.lease(segment);
            int blocks = 0;
            try {
                blocks = add(shelf, lease.view(), new SegmentMatcher(query, lease.view()));
            } finally {
                if (blocks == 0) lease.close();
                else held.put(lease.view(), new Held(lease, blocks));
            }
        } catch (IOException e) {
            skip(e);
        }
    }

    private void release() {
        SegmentView segment = last;
        if (segment == null) return;
        last = null;
        Held lease = held.get(segment);
        if (lease == null || --lease.blocks > 0) return;
        held.remove(segment);
        lease.lease.close();
    }

    /** What cannot be read is passed over and counted; what retention deleted meanwhile is simply gone. */
    void skip(IOException e) {
        if (e instanceof InterruptedIOException) throw new UncheckedIOException(e);
        if (e instanceof NoSuchFileException) return;
        if (damaged++ == 0) LOG.warn("left out of a search: {}", e.toString());
    }

    /** How many blocks and segments could not be read. */
    int damaged() {
        return damaged;
    }

    /** The best time that a record of the blocks to come can have; null when none comes. */
    @Nullable
    Long frontier() {
        Step step = steps.peek();
        if (step == null) return null;
        return time(step);
    }

    /** The best time that a record of {@code block} can have. */
    long best(BlockRef block) {
        return newestFirst ? block.maxTime() : block.minTime();
    }

    @Override
    public void close() {
        for (Held lease : held.values()) lease.lease.close();
        for (ShelfView view : views) {
            try {
                view.close();
            } catch (IOException e) {
                LOG.warn("a file that was read cannot be closed: {}", e.toString());
            }
        }
    }
}
