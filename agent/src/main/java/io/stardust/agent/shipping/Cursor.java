package io.stardust.agent.shipping;

import io.avaje.jsonb.Json;
import io.stardust.protocol.deploy.OutputHead;
import java.util.HexFormat;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How far the output of a placement, or a log file of its app, is sent; kept in {@code out.cursor} beside the captured
 * log, or in a {@code file-*.cursor} for each file.
 *
 * @param acknowledged All before this place is the server's, or lost and told.
 * @param head Of the range under way, which goes again as it is until it is answered; absent = none.
 * @param end Behind that range.
 * @param last Which process printed last before {@code acknowledged}, and when that was read.
 * @param boot Names the machine's life: what was written in another may not all be on the disk.
 * @param lost Bytes that were rotated away unsent, so far.
 * @param skipped Bytes that the server called wrong, so far.
 * @param file Of which file; absent = of what the app prints.
 */
@Json(caseInsensitiveKeys = true)
record Cursor(
        long placement,
        String stream,
        long acknowledged,
        @Nullable OutputHead head,
        long end,
        OutputHead.Mark last,
        String boot,
        long lost,
        long skipped,
        @Nullable FileMark file) {
    private static final int STREAM_DIGITS = 16;
    private static final OutputHead.Mark NOBODY = new OutputHead.Mark(0, 0, "", 0);

    Cursor { // what is read may lack anything
        stream = Objects.requireNonNullElse(stream, "");
        last = Objects.requireNonNullElse(last, NOBODY);
        boot = Objects.requireNonNullElse(boot, "");
    }

    /** Of output of which nothing was sent, from {@code place} on. */
    static Cursor begin(long placement, long place, String boot, RandomGenerator random) {
        return new Cursor(placement, stream(random), place, null, 0, NOBODY, boot, 0, 0, null);
    }

    private static String stream(RandomGenerator random) {
        return HexFormat.of().toHexDigits(random.nextLong());
    }

    /** The same under another name, from {@code place} on. */
    Cursor anew(long place, String machineLife, RandomGenerator random) {
        return new Cursor(placement, stream(random), place, null, 0, last, machineLife, lost, skipped, file);
    }

    /** The same, of that file. */
    Cursor of(@Nullable FileMark mark) {
        return new Cursor(placement, stream, acknowledged, head, end, last, boot, lost, skipped, mark);
    }

    /** That range is under way. */
    Cursor sends(OutputHead range, long rangeEnd) {
        return new Cursor(placement, stream, acknowledged, range, rangeEnd, last, boot, lost, skipped, file);
    }

    /** The range under way will never be whole again. */
    Cursor without() {
        return new Cursor(placement, stream, acknowledged, null, 0, last, boot, lost, skipped, file);
    }

    /** The range under way is answered, by {@code refused} or not. */
    Cursor answered(OutputHead range, boolean refused) {
        OutputHead.Mark mark = range.marks().getLast();
        return new Cursor(
                placement,
                stream,
                end,
                null,
                0,
                mark,
                boot,
                lost + range.lost(),
                refused ? skipped + end - range.from() : skipped,
                file);
    }

    /** The place up to which all is sent or under way. */
    long reached() {
        return head == null ? acknowledged : end;
    }

    /** What is wrong with one that was read; null: nothing. */
    @Nullable
    String fault() {
        if (stream.length() != STREAM_DIGITS) return "Stream: " + stream + " (expected: 16 hex digits)";
        if (acknowledged < 0) return "Acknowledged: " + acknowledged + " (expected: 0 or more)";
        if (head == null) return null;
        boolean fits = head.from() >= acknowledged && end > head.from() && end - head.from() <= OutputHead.BYTES;
        return fits && stream.equals(head.stream()) && !head.marks().isEmpty() ? null : "Head: not of this stream";
    }
}
