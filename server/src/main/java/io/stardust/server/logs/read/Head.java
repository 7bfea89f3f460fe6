package io.stardust.server.logs.read;

import io.stardust.telemetry.log.Level;

/**
 * What loggers write between the time and the message, whatever their pattern: the level, the thread in brackets, the
 * logger before {@code " - "} or {@code " : "}, a trace. A token is only believed when what must follow it does; the
 * message begins behind the last one that is. Process ids, the app's name and the signs between go with them.
 *
 * <pre>
 *   [main] INFO  c.e.Logger - msg                            Logback, Log4j2
 *   INFO 123 --- [app] [main] [trace-span] c.e.Logger : msg  Spring Boot
 *   - name - INFO - msg       | INFO | module:f:12 - msg     Python
 *   INFO a::b: msg            [error] 12#34: msg             Rust, nginx
 *   |INFO|a.B|msg             INFO → a/b.go:12 → msg         NLog, zap (tabs)
 * </pre>
 */
final class Head {
    private static final int MAX_TOKENS = 12;
    private static final int MAX_BRACKET = 200; // characters

    private final Draft draft;
    private final String text;
    private final int end; // of the first line
    private int at;
    private int message; // where it begins, as far as is sure
    private boolean leveled;
    private boolean done;
    private boolean dashed; // the last sign was a dash or a bar, so a name may follow
    private boolean boot; // --- was seen
    private String nameBefore = ""; // the level
    private int threadFrom;
    private int threadTo;

    private Head(Draft draft, int from) {
        this.draft = draft;
        this.text = draft.text;
        this.end = draft.lineEnd;
        this.at = from;
        this.message = from;
    }

    /** Reads what follows a time that ends at {@code from}. */
    static void read(Draft draft, int from) {
        var head = new Head(draft, from);
        head.scan();
        draft.messageFrom(head.message);
    }

    /** Reads a line that begins with a level instead of a time; true when it has a logger or a thread as well. */
    static boolean readWithoutTime(Draft draft) {
        var head = new Head(draft, 0);
        head.scan();
        if (!head.leveled || !head.done || draft.logger.isEmpty()) return false;
        draft.messageFrom(head.message);
        return true;
    }

    /** Tomcat's own: {@code INFO [main] org.apache.catalina.startup.Catalina.start msg}, after the time. */
    static void readTomcat(Draft draft, int from) {
        var head = new Head(draft, from);
        head.scan();
        if (head.leveled && !head.done && draft.logger.isEmpty() && head.threadTo > head.threadFrom) {
            int nameEnd = head.wordEnd(head.at);
            if (draft.text.substring(head.at, nameEnd).indexOf('.') > 0) {
                draft.logger = draft.text.substring(head.at, nameEnd);
                head.confirmThread();
                head.message = nameEnd;
            }
        }
        draft.messageFrom(head.message);
    }

    private void scan() {
        for (int tokens = 0; tokens < MAX_TOKENS && !done; tokens++) {
            while (at < end && (text.charAt(at) == ' ' || (text.charAt(at) == '\t' && !leveled))) at++;
            if (at >= end || !token(text.charAt(at))) return;
        }
    }

    /** Takes the token that begins with {@code c}; false when it belongs to the message. */
    private boolean token(char c) {
        if (c == '[') return bracket();
        if (c == '-') return dash();
        if (c == '|') return bar();
        if (c == '\t') return tabs();
        if (c >= '0' && c <= '9') return number();
        int letters = Ascii.lettersEnd(text, at, end);
        Level level = leveled || !isLevelWord(letters) ? null : LevelWords.of(text, at, letters);
        return level == null ? name() : level(level, letters);
    }

    /** Capitals between blanks, or any letters that a sign sets apart; "Error reading x" begins a message. */
    private boolean isLevelWord(int to) {
        if (to == at) return false;
        char next = to < end ? text.charAt(to) : ' ';
        boolean upper = text.charAt(at) < 'a' && text.charAt(to - 1) < 'a';
        return next == ':' || next == '|' || next == '\t' || (next == ' ' && upper);
    }

    private boolean level(Level level, int to) {
        draft.level = level;
        leveled = true;
        draft.logger = nameBefore;
        confirmThread();
        at = to;
        message = to;
        dashed = false;
        boolean colon = to < end && text.charAt(to) == ':';
        return !colon || finish(to + 1);
    }

    private boolean bracket() {
        int close = text.indexOf(']', at, Math.min(end, at + MAX_BRACKET));
        if (close < 0) return false;
        int from = Ascii.blanksEnd(text, at + 1, close);
        int to = close;
        while (to > from && text.charAt(to - 1) == ' ') to--;
        at = close + 1;
        Level level = leveled ? null : LevelWords.of(text, from, to);
        if (level != null) return level(level, at);
        String trace = TraceIds.among(text, from, to);
        if (!trace.isEmpty()) {
            draft.trace = trace;
        } else if (to > from && (threadTo == 0 || boot || Ascii.isDigit(text.charAt(threadFrom)))) {
            threadFrom = from;
            threadTo = to;
        }
        return true;
    }

    /** {@code -} and {@code --} before the message or a name of Python, {@code ---} of Spring Boot. */
    private boolean dash() {
        int to = at;
        while (to < end && text.charAt(to) == '-') to++;
        int length = to - at;
        if (length > 3 || (to < end && text.charAt(to) != ' ')) return false;
        at = to;
        if (length == 3) {
            boot = leveled;
            return leveled;
        }
        dashed = true;
        return !leveled || finish(to);
    }

    private boolean bar() {
        at++;
        dashed = true;
        if (leveled) message = at;
        return true;
    }

    /** A process id, a thread of nginx ({@code 12#34:}), or the beginning of a message. */
    private boolean number() {
        int to = at;
        while (to < end && (Ascii.isDigit(text.charAt(to)) || text.charAt(to) == '#')) to++;
        if (to < end && text.charAt(to) == ':' && leveled && text.indexOf('#', at, to) > 0) {
            draft.thread = text.substring(at, to);
            return finish(to + 1);
        }
        if (to < end && text.charAt(to) != ' ') return false;
        if (!leveled && threadTo == 0) {
            threadFrom = at;
            threadTo = to;
        }
        at = to;
        return true;
    }

    /** A logger, if what follows says so. */
    private boolean name() {
        int to = wordEnd(at);
        int from = at;
        if (to == from) return false;
        if (!leveled) {
            if (!dashed || to - from > MAX_BRACKET) return false;
            if (!isBeforeDash(to)) return false; // Python: name, then level
            nameBefore = text.substring(from, to);
            at = to;
            return true;
        }
        boolean last = text.charAt(to - 1) == ':' && to - from > 1;
        boolean qualified = isQualified(from, last ? to - 1 : to);
        int next = last && qualified ? to : terminatorEnd(to);
        boolean named = qualified || boot || threadTo > 0 || (next > 0 && text.charAt(next - 1) == '|');
        if (next < 0 || !named) return false;
        draft.logger = text.substring(from, last && next == to ? to - 1 : to);
        confirmThread();
        return finish(next);
    }

    private boolean isBeforeDash(int from) {
        return text.startsWith(" - ", from) || text.startsWith(" | ", from);
    }

    /** Where a sign ends that only stands between a logger and a message; brackets may come before it. Or -1. */
    private int terminatorEnd(int from) {
        int next = from;
        for (int tokens = 0; tokens < 4; tokens++) {
            next = Ascii.blanksEnd(text, next, end);
            if (next >= end) return -1;
            char c = text.charAt(next);
            if (c != '[' && c != '(' && c != '{') break;
            char closing = c == '[' ? ']' : c == '(' ? ')' : '}';
            int close = text.indexOf(closing, next, Math.min(end, next + MAX_BRACKET));
            if (close < 0) return -1;
            bracketAfterLogger(c, next + 1, close);
            next = close + 1;
        }
        if (next >= end) return -1;
        if (dashed && text.charAt(next) == '|') return next + 1;
        int to = next;
        while (to < end && to - next < 2 && text.charAt(to) == '-') to++;
        if (to == next && to < end && text.charAt(to) == ':') to++;
        return to > next && (to == end || text.charAt(to) == ' ') ? to : -1;
    }

    private void bracketAfterLogger(char opening, int from, int to) {
        String trace = TraceIds.among(text, from, to);
        if (!trace.isEmpty()) {
            draft.trace = trace;
        } else if (opening == '[' && threadTo == 0) {
            threadFrom = from;
            threadTo = to;
        }
    }

    /** The console of zap: level, logger, caller and message between tabs. */
    private boolean tabs() {
        int first = at + 1;
        int firstEnd = tabOrEnd(first);
        if (isCaller(first, firstEnd)) {
            draft.logger = text.substring(first, firstEnd);
            return finish(Math.min(firstEnd + 1, end));
        }
        int secondEnd = tabOrEnd(Math.min(firstEnd + 1, end));
        if (firstEnd < end && isCaller(firstEnd + 1, secondEnd)) {
            draft.logger = text.substring(first, firstEnd);
            draft.attribute("caller", text.substring(firstEnd + 1, secondEnd));
            return finish(Math.min(secondEnd + 1, end));
        }
        return finish(first);
    }

    private int tabOrEnd(int from) {
        int tab = text.indexOf('\t', from, end);
        return tab < 0 ? end : tab;
    }

    /** {@code server/main.go:12}. */
    private boolean isCaller(int from, int to) {
        int colon = text.lastIndexOf(':', to - 1);
        return colon > from
                && colon < to - 1
                && Ascii.isDigit(text.charAt(colon + 1))
                && text.indexOf(' ', from, to) < 0;
    }

    /** Whether it can only be a name: {@code a.b}, {@code a::b}, {@code a:12}. */
    private boolean isQualified(int from, int to) {
        for (int i = from + 1; i < to - 1; i++) {
            char c = text.charAt(i);
            if (c == '.' || (c == ':' && (Ascii.isDigit(text.charAt(i + 1)) || text.charAt(i + 1) == ':'))) return true;
        }
        return false;
    }

    private int wordEnd(int from) {
        int to = from;
        while (to < end && isNamePart(text.charAt(to))) to++;
        boolean ends = to == end || text.charAt(to) == ' ' || text.charAt(to) == '|';
        return ends ? to : from;
    }

    private static boolean isNamePart(char c) {
        if (c >= 0x80) return Character.isLetterOrDigit(c);
        return c > ' ' && c != '"' && c != '=' && c != '{' && c != ',' && c != ';' && c != '|';
    }

    private void confirmThread() {
        if (threadTo > threadFrom) draft.thread = text.substring(threadFrom, threadTo);
    }

    private boolean finish(int from) {
        done = true;
        message = from;
        at = from;
        return true;
    }
}
