package io.stardust.server.logs.read;

import io.stardust.telemetry.log.Level;

/**
 * Recognises how a record was printed by how it begins, and takes it apart. What is in no known format keeps its whole
 * text. One for a reading; for one thread.
 */
final class LineFormats {
    private static final String GLOG = "IWEFD";
    private static final Level[] GLOG_LEVELS = {Level.INFO, Level.WARN, Level.ERROR, Level.FATAL, Level.DEBUG};
    private static final int UVICORN = 9; // characters of a level, its colon and the blanks, before the last of these
    private static final int MAX_HOST = 256;

    private final Draft draft;
    private final Stamps stamps;

    LineFormats(Draft draft, Stamps stamps) {
        this.draft = draft;
        this.stamps = stamps;
    }

    /** Takes the draft's text apart. What a format has found before it turned out to be another is forgotten. */
    void read() {
        String text = draft.text;
        char c = text.charAt(0);
        boolean known = switch (c) {
            case '{' -> JsonLine.read(draft, stamps);
            case '[' -> bracketed();
            case '<' -> new SyslogLine(draft, stamps).read();
            default -> Ascii.isDigit(c) ? dated() : lettered(c);
        };
        if (!known) draft.clear();
        if (draft.trace.isEmpty()) draft.trace = TraceIds.named(text, 0, draft.lineEnd);
    }

    private boolean lettered(char c) {
        if (KeyValueLine.isBegunBy(draft.text)) return KeyValueLine.read(draft, stamps);
        if (GLOG.indexOf(c) >= 0 && draft.lineEnd > 5 && Ascii.isDigit(draft.text.charAt(1))) return glog(c);
        int letters = Ascii.lettersEnd(draft.text, 0, Math.min(draft.lineEnd, 16));
        Level level = LevelWords.of(draft.text, 0, letters);
        if (level != null) return leveled(level, letters);
        return letters == 3 && (new SyslogLine(draft, stamps).readWithoutPriority(0) || java());
    }

    /** {@code 2026-11-30 …}, {@code 07:18:17.787 …}, or the address that begins a line of an access log. */
    private boolean dated() {
        if (!stamps.read(draft.text, 0)) return access();
        draft.timeNs = stamps.ns();
        int end = stamps.end();
        if (NetworkLine.readAfterTime(draft, end) || dotNet(end)) return true;
        boolean tomcat = draft.text.charAt(2) == '-';
        if (tomcat) Head.readTomcat(draft, end);
        else Head.read(draft, end);
        return true;
    }

    /**
     * {@code [2026-11-30 07:18:17 +0000] [12] [INFO] msg}, or {@code [main] INFO a.B - msg}, as slf4j-simple prints.
     */
    private boolean bracketed() {
        if (!stamps.read(draft.text, 1)) return Head.readWithoutTime(draft);
        draft.timeNs = stamps.ns();
        int end = stamps.end();
        boolean closes = end < draft.lineEnd && draft.text.charAt(end) == ']';
        if (closes) Head.read(draft, end + 1);
        else withinBracket(end);
        return true;
    }

    /** {@code [07:18:17 INF] msg} of Serilog, {@code [2026-11-30T07:18:17Z INFO a::b] msg} of Rust, after the time. */
    private void withinBracket(int from) {
        String text = draft.text;
        int close = text.indexOf(']', from, draft.lineEnd);
        int at = Ascii.blanksEnd(text, from, close);
        int letters = Ascii.lettersEnd(text, at, Math.max(at, close));
        Level level = LevelWords.of(text, at, letters);
        if (level == null) return;
        String logger = text.substring(letters, close).strip();
        if (logger.indexOf(' ') >= 0) return;
        draft.level = level;
        draft.logger = logger;
        draft.messageFrom(close + 1);
    }

    /** {@code 1.2.3.4 - - [30/Nov/2026:07:18:17 +0000] "GET / HTTP/1.1" 200 5}: stays as it is, with its time. */
    private boolean access() {
        int bracket = draft.text.indexOf(" [", 0, Math.min(draft.lineEnd, MAX_HOST));
        boolean read = bracket > 0 && stamps.read(draft.text, bracket + 2);
        if (read) draft.timeNs = stamps.ns();
        return read;
    }

    /** {@code I1130 07:18:17.787123 12345 file.go:12] msg}. */
    private boolean glog(char c) {
        if (!stamps.readMonthAndDay(draft.text, 1)) return false;
        String text = draft.text;
        int close = text.indexOf(']', stamps.end(), draft.lineEnd);
        int from = Ascii.blanksEnd(text, stamps.end(), close);
        int threadEnd = Ascii.digitsEnd(text, from, close);
        if (close < 0 || threadEnd == from || text.charAt(threadEnd) != ' ') return false;
        draft.timeNs = stamps.ns();
        draft.level = GLOG_LEVELS[GLOG.indexOf(c)];
        draft.thread = text.substring(from, threadEnd);
        draft.logger = text.substring(threadEnd + 1, close);
        draft.messageFrom(close + 1);
        return true;
    }

    /** A line that begins with a level. */
    private boolean leveled(Level level, int letters) {
        String text = draft.text;
        boolean upper = text.charAt(0) < 'a' && text.charAt(letters - 1) < 'a';
        boolean colon = letters < draft.lineEnd && text.charAt(letters) == ':';
        if (!colon) return upper && Head.readWithoutTime(draft);
        if (dotNet(0)) return true;
        if (!upper) return false;
        int at = Ascii.blanksEnd(text, letters + 1, draft.lineEnd);
        if (at > letters + 1) { // uvicorn pads; other words with a colon are part of what was said
            if (at - 1 != UVICORN) return false;
            draft.level = level;
            draft.messageFrom(at);
            return true;
        }
        int name = Ascii.nameEnd(text, at, draft.lineEnd);
        if (name == at || name >= draft.lineEnd || text.charAt(name) != ':') return false;
        if (text.startsWith("//", name + 1)) return false; // an address
        draft.level = level; // Python: LEVEL:name:msg
        draft.logger = text.substring(at, name);
        draft.messageFrom(name + 1);
        return true;
    }

    /** {@code info: Category[0]} and indented lines, or the message behind it. */
    private boolean dotNet(int from) {
        String text = draft.text;
        int at = Ascii.blanksEnd(text, from, draft.lineEnd);
        int letters = Ascii.lettersEnd(text, at, Math.min(draft.lineEnd, at + 5));
        Level level = letters - at == 4 && text.startsWith(": ", letters) ? LevelWords.of(text, at, letters) : null;
        int name = level == null ? 0 : Ascii.nameEnd(text, letters + 2, draft.lineEnd);
        int close = name > letters + 2 && text.startsWith("[", name) ? text.indexOf(']', name, draft.lineEnd) : -1;
        if (close < 0 || !Ascii.isNumber(text, name + 1, close)) return false;
        draft.level = level;
        draft.logger = text.substring(letters + 2, name);
        draft.messageFrom(close + 1);
        if (close + 1 == draft.lineEnd) draft.message = outdented(text, draft.lineEnd + 1);
        return true;
    }

    /** The lines from {@code from} without the blanks that the first of them begins with. */
    private static String outdented(String text, int from) {
        int indent = Ascii.blanksEnd(text, from, text.length()) - from;
        if (from + indent >= text.length()) return "";
        return text.substring(from + indent).replace("\n" + " ".repeat(indent), "\n");
    }

    /** {@code Nov 30, 2026 7:18:17 AM a.B c} and {@code INFO: msg} on the next line. */
    private boolean java() {
        String text = draft.text;
        int next = draft.lineEnd + 1;
        if (next >= text.length() || !stamps.readJava(text, 0)) return false;
        int letters = Ascii.lettersEnd(text, next, text.length());
        Level level = text.startsWith(": ", letters) ? LevelWords.of(text, next, letters) : null;
        if (level == null) return false;
        draft.timeNs = stamps.ns();
        draft.level = level;
        String place = text.substring(stamps.end(), draft.lineEnd).strip(); // class and method
        int space = place.indexOf(' ');
        draft.logger = space < 0 ? place : place.substring(0, space);
        draft.message = text.substring(letters + 2);
        return true;
    }
}
