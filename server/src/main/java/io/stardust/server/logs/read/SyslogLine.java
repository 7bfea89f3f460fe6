package io.stardust.server.logs.read;

import io.stardust.telemetry.log.Level;

/** A line of syslog; the host becomes an attribute. */
final class SyslogLine {
    /** By the severity, from 0. */
    private static final Level[] LEVELS = {
        Level.FATAL, Level.FATAL, Level.FATAL, Level.ERROR, Level.WARN, Level.INFO, Level.INFO, Level.DEBUG
    };

    private static final int MAX_PRIORITY = 191;

    private final Draft draft;
    private final Stamps stamps;
    private final String text;
    private final int end; // of the first line

    SyslogLine(Draft draft, Stamps stamps) {
        this.draft = draft;
        this.stamps = stamps;
        this.text = draft.text;
        this.end = draft.lineEnd;
    }

    /** {@code <34>Nov 30 07:18:17 host app[12]: msg}, {@code <34>1 2026-11-30T07:18:17Z host app 12 id - msg}. */
    boolean read() {
        int close = text.indexOf('>', 1, Math.min(end, 5));
        if (close < 2 || !Ascii.isNumber(text, 1, close)) return false;
        int priority = Integer.parseInt(text, 1, close, 10);
        boolean read = priority <= MAX_PRIORITY
                && (text.startsWith("1 ", close + 1) ? readVersion1(close + 3) : readWithoutPriority(close + 1));
        if (read) draft.level = LEVELS[priority & 7];
        return read;
    }

    /** {@code Nov 30 07:18:17 host app[12]: msg}, of RFC 3164. */
    boolean readWithoutPriority(int from) {
        if (!stamps.readMonthFirst(text, from)) return false;
        int host = stamps.end() + 1;
        int hostEnd = wordEnd(host);
        int app = hostEnd + 1;
        int appEnd = Ascii.nameEnd(text, Math.min(app, end), end);
        int close = text.startsWith("[", appEnd) ? text.indexOf(']', appEnd, end) : -1;
        int colon = close < 0 ? appEnd : close + 1;
        draft.timeNs = stamps.ns();
        if (appEnd > app && hostEnd > host && text.startsWith(":", colon)) {
            draft.logger = text.substring(app, appEnd);
            draft.thread = close < 0 ? "" : text.substring(appEnd + 1, close);
            draft.attribute("host", text.substring(host, hostEnd));
            draft.messageFrom(colon + 1);
        } else {
            draft.messageFrom(Math.min(host, end));
        }
        return true;
    }

    /** RFC 5424, after its version. */
    private boolean readVersion1(int from) {
        if (!stamps.read(text, from)) return false;
        int host = stamps.end() + 1;
        int hostEnd = wordEnd(host);
        int appEnd = wordEnd(hostEnd + 1);
        int processEnd = wordEnd(appEnd + 1);
        int idEnd = wordEnd(processEnd + 1);
        int data = idEnd + 1;
        if (data >= end) return false;
        int dataEnd = text.charAt(data) == '-' ? data + 1 : structuredEnd(data);
        if (dataEnd < 0) return false;
        draft.timeNs = stamps.ns();
        draft.attribute("host", known(host, hostEnd));
        draft.logger = known(hostEnd + 1, appEnd);
        draft.thread = known(appEnd + 1, processEnd);
        draft.messageFrom(dataEnd);
        return true;
    }

    /** Where the last of {@code [id name="value"]} ends that follow each other; -1 when there is none. */
    private int structuredEnd(int from) {
        int at = from;
        while (text.startsWith("[", at)) {
            boolean quoted = false;
            for (at++; at < end && (quoted || text.charAt(at) != ']'); at++) {
                if (text.charAt(at) == '\\') at++;
                else if (text.charAt(at) == '"') quoted = !quoted;
            }
            if (at >= end) return -1;
            at++;
        }
        return at == from ? -1 : at;
    }

    private String known(int from, int to) {
        String word = text.substring(from, to);
        return word.equals("-") ? "" : word;
    }

    private int wordEnd(int from) {
        int space = from < end ? text.indexOf(' ', from, end) : -1;
        return space < 0 ? Math.max(from, end) : space;
    }
}
