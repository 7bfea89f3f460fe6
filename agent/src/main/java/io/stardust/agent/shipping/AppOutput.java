package io.stardust.agent.shipping;

import io.stardust.agent.supervise.output.OutputLog.Extent;
import io.stardust.agent.supervise.output.OutputLog.Piece;
import io.stardust.agent.supervise.output.Writer;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.OutputHead;
import io.stardust.protocol.deploy.OutputHead.Mark;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one app writes in one place on its way: how far it is sent, and what goes next. Thread-safe: one thread looks at
 * the log, another sends.
 *
 * <pre>
 *   rotated away │ acknowledged │ under way │ seen, with marks │ printed since the last look
 *                └ cursor       └ reached   └                  └ seen
 * </pre>
 */
final class AppOutput {
    private static final Logger LOG = LoggerFactory.getLogger(AppOutput.class);

    /** After so long without a byte the last record is taken for whole. */
    static final Duration QUIET = Duration.ofSeconds(1);
    /** After so long without a byte an unfinished line is sent as it is: a prompt, a last word. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    private static final int FULL_LOOK = 10;
    private static final int MOST_HEAD = 6_000; // characters; proxies take 8 KB a header

    private final Source source;
    private final CursorFile file;
    private final String boot;
    private final RandomGenerator random;
    private final Marks marks = new Marks();
    private final Records records = new Records();
    private @Nullable Cursor cursor; // null until the first look
    private boolean unsaved;
    private boolean old; // of another life of the machine: what is sent next is a stream of its own
    private long seen;
    private long grownAt; // ns
    private long size; // of the current part, at the last look
    private int looks; // since it was looked at all parts
    private boolean lossTold;

    AppOutput(Source source, String boot, RandomGenerator random) {
        this.source = source;
        this.file = new CursorFile(source.cursor());
        this.boot = boot;
        this.random = random;
    }

    Source source() {
        return source;
    }

    /**
     * A range that is under way.
     *
     * @param line The head as it travels.
     * @param length Of the bytes, which stand at the beginning of the buffer.
     * @param full There was no room for more.
     */
    record Range(OutputHead head, String line, int length, boolean full) {}

    /** Notes what was printed since the last look, at {@code time} (epoch ms). */
    synchronized void look(long time, long now) throws IOException {
        if (isStill()) return;
        Extent extent = source.extent();
        if (cursor == null) {
            begin(extent);
            grownAt = now;
        }
        if (extent.end() < seen) beginAnew(extent.current());
        if (extent.end() == seen) return;
        note(extent.end(), time);
        grownAt = now;
    }

    /** One glance at the size; now and then more, since it does not tell all. */
    private boolean isStill() {
        long before = size;
        size = source.size();
        if (cursor != null && size == before && ++looks < FULL_LOOK) return true;
        looks = 0;
        return false;
    }

    private void begin(Extent extent) throws IOException {
        Cursor kept = file.read();
        if (kept == null) {
            Cursor fresh = Cursor.begin(source.placement(), extent.current(), boot, random);
            takeUp(fresh);
            if (source.mark() != null) save(fresh); // by which a file is known again under another name
            return;
        }
        takeUp(kept);
        if (kept.placement() != source.placement()) {
            takeUp(Cursor.begin(source.placement(), kept.acknowledged(), boot, random));
        } else if (!kept.boot().equals(boot)) {
            beginAfterBoot(kept);
        }
    }

    /** After a power cut the end of the log may be missing, and the cursor may be older than what was sent. */
    private void beginAfterBoot(Cursor kept) throws IOException {
        long first = source.sinceBoot();
        if (first < kept.reached()) takeUp(kept.anew(first, boot, random));
        else if (kept.head() == null) takeUp(kept.anew(kept.acknowledged(), boot, random));
        else old = true;
    }

    private void beginAnew(long place) {
        Cursor before = cursor;
        if (before == null) return;
        LOG.warn("{}: its log begins anew, and so does the stream of what it prints", source.name());
        takeUp(before.anew(place, boot, random));
    }

    private void takeUp(Cursor next) {
        cursor = next;
        seen = next.reached();
        marks.clear();
        if (next.head() != null) next.head().marks().forEach(marks::add);
    }

    /** From what was seen up to {@code end} was printed by {@code time}. */
    private void note(long end, long time) throws IOException {
        Cursor at = cursor;
        if (at == null) return;
        Mark mark = new Mark(seen, time, at.last().release(), at.last().pid());
        for (Writer each : source.writers()) {
            if (each.from() >= end) break;
            Mark other = new Mark(Math.max(seen, each.from()), time, each.release(), each.pid());
            if (other.offset() > mark.offset()) marks.add(mark);
            mark = other;
        }
        marks.add(mark);
        seen = end;
    }

    /**
     * The range that is to be sent now, its bytes in {@code buffer}; null when there is none. It is written down before
     * this returns, and comes again until it is {@link #answered}.
     */
    synchronized @Nullable Range next(byte[] buffer, long now) throws IOException {
        Cursor at = cursor;
        if (at == null) return null;
        OutputHead under = at.head();
        if (under == null && at.acknowledged() == seen) {
            if (unsaved) save(at);
            return null;
        }
        if (under != null) {
            int length = (int) (at.end() - under.from());
            Piece piece = source.copy(under.from(), buffer);
            if (piece.start() == under.from() && piece.length() >= length) return range(under, length, buffer);
            if (piece.end() < at.end()) return null; // the next look sees it
            at = at.without(); // a part of it was rotated away
            cursor = at;
        }
        Piece piece = source.copy(Math.max(at.acknowledged(), seen - source.most()), buffer);
        int length = cut(piece, buffer, now);
        if (length == 0) return null;
        long lost = piece.start() - at.acknowledged();
        if (lost > 0) tellLoss();
        OutputHead head = head(at, piece.start(), length, lost);
        save(at.sends(head, piece.start() + length));
        return range(head, length, buffer);
    }

    private static Range range(OutputHead head, int length, byte[] buffer) {
        return new Range(head, Json.WIRE.ascii(head), length, length > buffer.length / 2);
    }

    /** How much of what was copied goes: whole records, as far as one can know. */
    private int cut(Piece piece, byte[] buffer, long now) {
        int length = Math.clamp(seen - piece.start(), 0, piece.length());
        if (length == 0) return 0;
        long end = piece.start() + length;
        boolean full = length == buffer.length;
        if (!full && end < piece.end() && end < seen) return length; // a gap: what follows was never copied
        boolean quiet = source.left() || (piece.end() == seen && now - grownAt >= QUIET.toNanos());
        if (quiet && end == seen && (source.left() || now - grownAt >= SILENCE.toNanos())) return length;
        records.look(buffer, length);
        if (quiet && end == seen) return records.lines() == 0 && full ? length : records.lines();
        if (records.last() > 0 || !full) return records.last();
        return records.lines() > 0 ? records.lines() : length;
    }

    private OutputHead head(Cursor at, long from, int length, long lost) {
        FileMark mark = source.mark();
        String name = mark == null ? null : mark.name();
        int most = OutputHead.MARKS;
        while (true) {
            List<Mark> within = marks.within(from, from + length, most);
            OutputHead head = new OutputHead(source.placement(), at.stream(), from, lost, within, name);
            if (within.size() == 1 || Json.WIRE.ascii(head).length() <= MOST_HEAD) return head;
            most = within.size() / 2;
        }
    }

    /** Once until something is taken again. */
    private void tellLoss() {
        if (!lossTold) LOG.warn("{}: output is gone before it could be sent", source.name());
        lossTold = true;
    }

    private void save(Cursor next) throws IOException {
        Cursor marked = next.of(source.mark());
        file.save(marked);
        cursor = marked;
        unsaved = false;
    }

    /** The range under way is the server's now, or called wrong and skipped ({@code refused}). */
    synchronized void answered(OutputHead range, boolean refused) {
        Cursor at = cursor;
        if (at == null || !range.equals(at.head())) return; // the log has begun anew meanwhile
        Cursor next = at.answered(range, refused);
        cursor = old ? next.anew(next.acknowledged(), boot, random) : next;
        old = false;
        unsaved = true;
        lossTold = false;
        marks.forget(next.acknowledged());
    }

    /** Writes down what was answered; else the last range would go once more, for nothing. */
    synchronized void keep() {
        Cursor at = cursor;
        if (!unsaved || at == null) return;
        try {
            save(at);
        } catch (IOException e) {
            LOG.debug("{}: its last range will be sent again: {}", source.name(), e.toString());
        }
    }

    /** Bytes that were printed and are not the server's yet. */
    synchronized long waiting() {
        return cursor == null ? 0 : Math.max(0, seen - cursor.acknowledged());
    }
}
