package io.stardust.server.logs.read;

import java.util.HexFormat;

/** Ids of traces: 32 hex digits that are not all zero. */
final class TraceIds {
    private static final int LENGTH = 32;
    private static final int MENTIONS = 4; // of "trace" that are looked at in a line

    private TraceIds() {}

    /** {@code id} in lower case when it is one, else empty. */
    static String checked(String id) {
        return id.length() == LENGTH && isAt(id, 0, LENGTH) ? id.toLowerCase(java.util.Locale.ROOT) : "";
    }

    /** The id of these bytes, or empty. */
    static String of(byte[] id) {
        return id.length == LENGTH / 2 ? checked(HexFormat.of().formatHex(id)) : "";
    }

    /** Whether an id stands at {@code from}, with nothing of its kind behind it. */
    static boolean isAt(String text, int from, int to) {
        int end = from + LENGTH;
        if (end > to || (end < to && isHex(text.charAt(end)))) return false;
        boolean zero = true;
        for (int at = from; at < end; at++) {
            char c = text.charAt(at);
            if (!isHex(c)) return false;
            zero &= c == '0';
        }
        return !zero;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** The id that a part of a line, e.g. what is between brackets, begins with or has after a comma; or empty. */
    static String among(String text, int from, int to) {
        if (to - from < LENGTH) return "";
        int at = from;
        while (true) {
            at = Ascii.blanksEnd(text, at, to);
            if (isAt(text, at, to)) return checked(text.substring(at, at + LENGTH));
            int comma = text.indexOf(',', at, to);
            if (comma < 0) break;
            at = comma + 1;
        }
        return named(text, from, to);
    }

    /** The id behind {@code traceId=}, {@code trace_id=}, {@code trace.id:} and the like; or empty. */
    static String named(String text, int from, int to) {
        int at = from;
        for (int mentions = 0; mentions < MENTIONS; mentions++) {
            at = text.indexOf("race", at, to);
            if (at < 0) return "";
            at += 4;
            int value = valueOf(text, at, to);
            if (value > 0 && isAt(text, value, to)) return checked(text.substring(value, value + LENGTH));
        }
        return "";
    }

    /** Where the value begins, when {@code at} stands before {@code Id=} or the like; or -1. */
    private static int valueOf(String text, int at, int to) {
        int next = at;
        if (next < to && (text.charAt(next) == '_' || text.charAt(next) == '.' || text.charAt(next) == '-')) next++;
        if (!text.regionMatches(true, next, "id", 0, 2)) return -1;
        next += 2;
        while (next < to && (text.charAt(next) == '"' || text.charAt(next) == ' ')) next++;
        if (next >= to || (text.charAt(next) != '=' && text.charAt(next) != ':')) return -1;
        next++;
        while (next < to && (text.charAt(next) == '"' || text.charAt(next) == ' ')) next++;
        return next;
    }
}
