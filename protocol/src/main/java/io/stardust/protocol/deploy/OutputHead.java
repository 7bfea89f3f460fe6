package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the body of {@code /Deploy/Output} is (ours): raw bytes that an app printed, or wrote to a log file of its own,
 * whole lines, at most {@link #BYTES}. Travels as the header {@link #HEADER}, one line of JSON in ASCII. A range that
 * was not answered goes again with the same {@code From} and the same end, so {@code Stream} and {@code From} together
 * say whether it was taken before.
 *
 * @param placement The placement's id.
 * @param stream 16 hex digits, random, made when the places of this output begin anew, such as
 *     {@code 9f86d081884c7d65}.
 * @param from The place of the first byte of the body in all that was printed to this stream, from 0.
 * @param lost Bytes right before {@code From} that were rotated away before they could be sent; 0 = none.
 * @param marks When and by what it was printed, by rising offset, at most {@link #MARKS}; the first is at {@code From}.
 * @param file The log file as the app calls it, below its work directory or absolute, such as {@code logs/app.log};
 *     absent = it was printed.
 */
@Json(caseInsensitiveKeys = true)
public record OutputHead(
        @Json.Property("Placement") long placement,
        @Json.Property("Stream") @Nullable String stream,
        @Json.Property("From") long from,
        @Json.Property("Lost") long lost,
        @Json.Property("Marks") @Nullable List<Mark> marks,
        @Json.Property("File") @Nullable String file) {
    /** The header's name. */
    public static final String HEADER = "X-Output";
    /**
     * The longest body. A longer line is cut there; every other body ends with a whole line, or an app's last words.
     */
    public static final int BYTES = 512 << 10;
    /** The most marks of one body. */
    public static final int MARKS = 100;
    /** The longest name of a file. */
    public static final int FILE = 300;

    public OutputHead {
        marks = marks == null ? List.of() : List.copyOf(marks);
    }

    /**
     * From {@code Offset} on, until the next mark, what was printed was read at {@code Time} and printed by that
     * process.
     *
     * @param offset A place, as {@code From} is.
     * @param time Epoch ms, by the node's clock.
     * @param release The version of the release that the process was started from; empty = not known.
     * @param pid The process's; 0 = not known.
     */
    @Json(caseInsensitiveKeys = true)
    public record Mark(
            @Json.Property("Offset") long offset,
            @Json.Property("Time") long time,
            @Json.Property("Release") @Nullable String release,
            @Json.Property("Pid") long pid) {
        public Mark {
            release = release == null ? "" : release;
        }
    }

    /** The marks; none when nobody named one. */
    @Override
    public List<Mark> marks() {
        return marks == null ? List.of() : marks;
    }
}
