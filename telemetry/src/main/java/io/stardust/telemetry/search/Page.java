package io.stardust.telemetry.search;

import io.stardust.telemetry.block.Block;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.query.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** One page of a query: the best records found so far, the worst of them first to go. For one search. */
final class Page {
    private final LogQuery query;
    private final Walk walk;
    private final Budget budget;
    private final Comparator<Found.Hit> bestFirst;
    private final PriorityQueue<Found.Hit> best;

    Page(LogQuery query, Walk walk, Budget budget) {
        this.query = query;
        this.walk = walk;
        this.budget = budget;
        Comparator<Found.Hit> byPosition = Comparator.comparing(Found.Hit::position);
        this.bestFirst = query.newestFirst() ? byPosition.reversed() : byPosition;
        this.best = new PriorityQueue<>(bestFirst.reversed());
    }

    /** Where the page begins at best: it goes on until it can end behind that, or the next one would be the same. */
    private long start() {
        Position after = query.after();
        if (query.newestFirst()) {
            return after == null ? query.untilNs() - 1 : Math.min(query.untilNs() - 1, after.timeNs());
        }
        return after == null ? query.fromNs() : Math.max(query.fromNs(), after.timeNs());
    }

    private boolean mayStop(long frontier) {
        return budget.isSpent() && isBeyond(frontier, start());
    }

    private boolean isDone(long frontier) {
        return isFull() && isBeyond(frontier, worst().timeNs());
    }

    Found find() {
        for (BlockRef block = walk.next(this::mayStop); block != null; block = walk.next(this::mayStop)) {
            long frontier = walk.best(block);
            if (isDone(frontier)) break;
            try {
                scan(block);
            } catch (WatchedText.Spent e) {
                return unfinished(frontier);
            } catch (IOException e) {
                walk.skip(e);
            }
            budget.scanned(block.rawBytes());
            Long next = walk.frontier();
            if (next != null && mayStop(next) && !isDone(next)) return unfinished(next);
        }
        Long left = walk.frontier();
        if (walk.stopped() && left != null && !isDone(left)) return unfinished(left);
        List<Found.Hit> hits = sorted();
        Position next = isFull() ? hits.getLast().position() : null;
        return new Found(hits, next, true, budget.scannedBytes(), walk.damaged());
    }

    private boolean isFull() {
        return best.size() >= query.limit();
    }

    private Position worst() {
        return best.element().position();
    }

    /** Whether {@code time} comes after {@code other} in the order that is asked for. */
    private boolean isBeyond(long time, long other) {
        return query.newestFirst() ? time < other : time > other;
    }

    private boolean isBeyond(Position position, Position other) {
        return query.newestFirst() ? position.compareTo(other) < 0 : position.compareTo(other) > 0;
    }

    private void scan(BlockRef ref) throws IOException {
        Block block = ref.open();
        SegmentMatcher.Wanted wanted = ref.matcher().in(block, budget);
        if (wanted.none()) return;
        Position after = query.after();
        for (int i = 0; i < block.records(); i++) {
            int record = query.newestFirst() ? block.records() - 1 - i : i;
            if (isFull() && isBeyond(block.timeNs(record), worst().timeNs())) continue;
            if (!wanted.has(record)) continue;
            Position position = ref.position(block, record);
            if (after != null && !isBeyond(position, after)) continue;
            if (isFull() && isBeyond(position, worst())) continue;
            best.add(new Found.Hit(position, block.record(record)));
            if (best.size() > query.limit()) best.remove();
        }
    }

    /** Only what lies before {@code frontier} is sure to stay where it is. */
    private Found unfinished(long frontier) {
        List<Found.Hit> hits = new ArrayList<>();
        for (Found.Hit hit : sorted()) {
            if (isBeyond(frontier, hit.position().timeNs())) hits.add(hit);
        }
        Position next = query.newestFirst() ? Position.behind(frontier) : Position.before(frontier);
        Position after = query.after();
        if (after != null && isBeyond(after, next)) next = after;
        return new Found(hits, next, false, budget.scannedBytes(), walk.damaged());
    }

    private List<Found.Hit> sorted() {
        List<Found.Hit> hits = new ArrayList<>(best);
        hits.sort(bestFirst);
        return hits;
    }
}
