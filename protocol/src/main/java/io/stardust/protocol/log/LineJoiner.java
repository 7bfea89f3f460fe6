package io.stardust.protocol.log;

import java.nio.charset.StandardCharsets;

/**
 * Tells which lines of an app's output belong together: a stack trace with the line it was logged by, for one. Fed with
 * lines one after another, it says of each whether it continues the record before it. Knows nothing but the lines,
 * makes no objects for them. Not thread-safe.
 *
 * <p>A line begins a record when it begins with a time stamp, a level or <code>{"</code>, when the record before it is
 * full, and in every case that is not named here. It continues one when
 *
 * <ol>
 *   <li>it is empty or indented;
 *   <li>it begins with {@code at }, {@code Caused by:}, {@code Suppressed:} or {@code --- End of }, or says {@code ...
 *       N more};
 *   <li>it is nothing but closing brackets;
 *   <li>it names an exception or error, such as {@code java.io.IOException: x} or {@code TypeError: x}, right behind a
 *       log line;
 *   <li>it is of a Python traceback: its head behind a log line, the one line behind its frames that says what was
 *       raised, and what chains it to the next;
 *   <li>it is of a Go panic: a signal, a goroutine and its frames;
 *   <li>it is the second line of java.util.logging, a level behind a line that has only the date.
 * </ol>
 */
public final class LineJoiner {
    /** The longest record: what would make it longer begins another. */
    public static final int MOST_BYTES = 1 << 20;
    /** The most lines of a record. */
    public static final int MOST_LINES = 1_000;

    private static final byte[] AT = bytes("at ");
    private static final byte[] CAUSED = bytes("Caused by:");
    private static final byte[] SUPPRESSED = bytes("Suppressed:");
    private static final byte[] DOTS = bytes("... ");
    private static final byte[] MORE = bytes(" more");
    private static final byte[] END_OF = bytes("--- End of ");
    private static final byte[] TRACEBACK = bytes("Traceback (most recent call last):");
    private static final byte[] DURING = bytes("During handling of the above exception");
    private static final byte[] CAUSE = bytes("The above exception was the direct cause");
    private static final byte[] GOROUTINE = bytes("goroutine ");
    private static final byte[] SIGNAL = bytes("[signal ");
    private static final byte[] CREATED = bytes("created by ");
    private static final byte[] ELIDED = bytes("...additional frames elided...");
    private static final byte[][] THROWN = {bytes("Exception"), bytes("Error"), bytes("Throwable")};

    /** What the record is in the middle of. */
    private enum Trace {
        NONE,
        STACK,
        /** Frames, and one line to come that says what was raised. */
        PYTHON,
        PYTHON_RAISED,
        /** Another traceback is announced. */
        PYTHON_CHAINED,
        GO
    }

    private int lines; // of the record; 0: there is none yet
    private long bytes;
    private boolean logged; // it looks as if a logger wrote it
    private boolean dated; // its only line has the date, and the level is to come
    private Trace trace = Trace.NONE;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Whether the line in {@code text} from {@code from} up to {@code to}, with its end or without it, begins a record
     * whatever stands before it.
     */
    public static boolean surelyBegins(byte[] text, int from, int to) {
        int end = withoutEnd(text, from, to);
        return LogLine.begins(text, from, end) && !LogLine.isLevelAndColon(text, from, end);
    }

    private static int withoutEnd(byte[] text, int from, int to) {
        int end = to;
        while (end > from && (text[end - 1] == '\n' || text[end - 1] == '\r')) end--;
        return end;
    }

    /** Forgets the record: the next line begins one. */
    public void reset() {
        lines = 0;
    }

    /**
     * Takes the next line, which stands in {@code text} from {@code from} up to {@code to}, with its end or without it.
     * Returns whether it continues the record before it; false: it begins another.
     */
    public boolean continues(byte[] text, int from, int to) {
        int end = withoutEnd(text, from, to);
        boolean fits = lines > 0 && lines < MOST_LINES && bytes + (to - from) <= MOST_BYTES;
        boolean continues = fits && belongs(text, from, end);
        if (!continues) begin(text, from, end);
        lines++;
        bytes += to - from;
        return continues;
    }

    private void begin(byte[] text, int from, int to) {
        boolean begins = LogLine.begins(text, from, to);
        lines = 0;
        bytes = 0;
        logged = begins || LogLine.namesLevel(text, from, to);
        dated = begins && LogLine.isDated(text, from, to);
        trace = Trace.NONE;
        if (LogLine.startsWith(text, from, to, TRACEBACK)) trace = Trace.PYTHON;
        else if (LogLine.startsWith(text, from, to, GOROUTINE)) trace = Trace.GO;
    }

    private boolean belongs(byte[] text, int from, int to) {
        if (from == to) return true;
        if (text[from] == ' ' || text[from] == '\t') return indented(text, from, to);
        if (LogLine.begins(text, from, to)) return dated && lines == 1 && LogLine.isLevelAndColon(text, from, to);
        return switch (trace) {
            case PYTHON -> {
                trace = Trace.PYTHON_RAISED;
                yield true;
            }
            case PYTHON_RAISED -> chains(text, from, to);
            case PYTHON_CHAINED -> tracebackBegins(text, from, to);
            case GO -> ofGoroutine(text, from, to);
            case STACK -> ofStack(text, from, to);
            case NONE ->
                ofStack(text, from, to)
                        || (logged && tracebackBegins(text, from, to))
                        || (logged && thrown(text, from, to))
                        || ofPanic(text, from, to);
        };
    }

    private boolean indented(byte[] text, int from, int to) {
        int at = from;
        while (at < to && (text[at] == ' ' || text[at] == '\t')) at++;
        if (trace == Trace.NONE && LogLine.startsWith(text, at, to, AT)) trace = Trace.STACK;
        return true;
    }

    private boolean tracebackBegins(byte[] text, int from, int to) {
        if (!LogLine.startsWith(text, from, to, TRACEBACK)) return false;
        trace = Trace.PYTHON;
        return true;
    }

    private boolean chains(byte[] text, int from, int to) {
        boolean chains = LogLine.startsWith(text, from, to, DURING) || LogLine.startsWith(text, from, to, CAUSE);
        if (chains) trace = Trace.PYTHON_CHAINED;
        return chains || closes(text, from, to);
    }

    private boolean ofPanic(byte[] text, int from, int to) {
        if (LogLine.startsWith(text, from, to, SIGNAL)) return true;
        if (!LogLine.startsWith(text, from, to, GOROUTINE)) return false;
        trace = Trace.GO;
        return true;
    }

    /** {@code main.run(0x1)}, {@code created by main.main}, the next goroutine. */
    private static boolean ofGoroutine(byte[] text, int from, int to) {
        return text[to - 1] == ')'
                || LogLine.startsWith(text, from, to, CREATED)
                || LogLine.startsWith(text, from, to, GOROUTINE)
                || LogLine.startsWith(text, from, to, ELIDED);
    }

    private boolean ofStack(byte[] text, int from, int to) {
        boolean of = LogLine.startsWith(text, from, to, AT)
                || LogLine.startsWith(text, from, to, CAUSED)
                || LogLine.startsWith(text, from, to, SUPPRESSED)
                || LogLine.startsWith(text, from, to, END_OF)
                || isMore(text, from, to);
        if (of) trace = Trace.STACK;
        return of || closes(text, from, to);
    }

    private static boolean isMore(byte[] text, int from, int to) {
        return to - from > DOTS.length + MORE.length
                && LogLine.startsWith(text, from, to, DOTS)
                && LogLine.startsWith(text, to - MORE.length, to, MORE);
    }

    private static boolean closes(byte[] text, int from, int to) {
        byte first = text[from];
        if (first != '}' && first != ']' && first != ')') return false;
        for (int i = from; i < to; i++) {
            byte c = text[i];
            if (c != '}' && c != ']' && c != ')' && c != ',' && c != ';' && c != ' ') return false;
        }
        return true;
    }

    /** {@code a.b.SomeException}, alone or before a colon; Node puts a code in brackets between. */
    private boolean thrown(byte[] text, int from, int to) {
        if (!LogLine.isLetter(text[from])) return false;
        int at = from;
        while (at < to && isNamePart(text[at])) at++;
        boolean ends = at == to || text[at] == ':' || (text[at] == ' ' && at + 1 < to && text[at + 1] == '[');
        if (!ends || !endsWithThrown(text, from, at)) return false;
        trace = Trace.STACK;
        return true;
    }

    private static boolean isNamePart(byte c) {
        return LogLine.isLetter(c) || LogLine.isDigit(c) || c == '.' || c == '_' || c == '$';
    }

    private static boolean endsWithThrown(byte[] text, int from, int to) {
        for (byte[] word : THROWN) {
            int at = to - word.length;
            if (at >= from && LogLine.startsWith(text, at, to, word)) return true;
        }
        return false;
    }
}
