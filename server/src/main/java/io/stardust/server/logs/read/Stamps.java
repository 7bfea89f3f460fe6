package io.stardust.server.logs.read;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Reads times as programs print them and remembers the one read last. A time without a zone is in that of the program,
 * one without a date is on the day that lies nearest to the arrival, one without a year in the nearest year. For one
 * thread.
 */
final class Stamps {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final int UNKNOWN = Integer.MIN_VALUE; // no offset of a zone
    private static final int DAY = 86_400; // seconds
    private static final long MAX_SECOND = 9_223_372_035L; // the last that fits into nanoseconds, in 2262

    private final ZoneId zone;
    private final long arrival; // second of the program's clock
    private long ns;
    private int end;
    private int secondOfDay; // of the clock read last, with its fraction and its end
    private int fraction;
    private int clockEnd;
    private long offsetMinute = Long.MIN_VALUE; // which the offset below was looked up for
    private int offset;

    Stamps(ZoneId zone, Instant arrival) {
        this.zone = zone;
        this.arrival =
                arrival.getEpochSecond() + zone.getRules().getOffset(arrival).getTotalSeconds();
    }

    /** Nanoseconds since 1970 of the time read last. */
    long ns() {
        return ns;
    }

    /** Where the time read last ends. */
    int end() {
        return end;
    }

    /**
     * Reads a time that stands at {@code at} and begins with a digit: {@code 2026-11-30T07:18:17.787+08:00},
     * {@code 2026/11/30 07:18:17}, {@code 30-Nov-2026 07:18:17.787}, {@code 30/Nov/2026:07:18:17 +0000},
     * {@code 07:18:17.787}. False when none does, or an impossible one.
     */
    boolean read(String text, int at) {
        if (at + 8 > text.length() || !Ascii.isDigit(text.charAt(at))) return false;
        char third = text.charAt(at + 2);
        if (third == ':') return readClock(text, at);
        if (third == '-' || third == '/') return readDayFirst(text, at, third);
        return readDate(text, at);
    }

    private boolean readClock(String text, int at) {
        if (!clock(text, at)) return false;
        long second = Math.floorDiv(arrival, DAY) * DAY + secondOfDay;
        if (second - arrival > DAY / 2) second -= DAY;
        if (arrival - second > DAY / 2) second += DAY;
        return take(second, UNKNOWN, clockEnd);
    }

    private boolean readDate(String text, int at) {
        if (at + 19 > text.length()) return false;
        char between = text.charAt(at + 4);
        if ((between != '-' && between != '/') || text.charAt(at + 7) != between) return false;
        char t = text.charAt(at + 10);
        if (t != ' ' && t != 'T' && t != 't') return false;
        int year = four(text, at);
        return clock(text, at + 11) && takeZoned(year, two(text, at + 5), two(text, at + 8), text);
    }

    private boolean readDayFirst(String text, int at, char between) {
        if (at + 20 > text.length() || text.charAt(at + 6) != between) return false;
        char t = text.charAt(at + 11);
        if (t != ' ' && t != ':') return false;
        int year = four(text, at + 7);
        return clock(text, at + 12) && takeZoned(year, month(text, at + 3), two(text, at), text);
    }

    /** {@code Nov 30 07:18:17}, as syslog writes it. */
    boolean readMonthFirst(String text, int at) {
        if (at + 15 > text.length() || text.charAt(at + 3) != ' ') return false;
        int day = text.charAt(at + 4) == ' ' ? digit(text, at + 5) : two(text, at + 4);
        return text.charAt(at + 6) == ' ' && clock(text, at + 7) && takeNearestYear(month(text, at), day);
    }

    /** {@code 1130 07:18:17.787123}, as glog writes it. */
    boolean readMonthAndDay(String text, int at) {
        if (at + 13 > text.length() || text.charAt(at + 4) != ' ') return false;
        return clock(text, at + 5) && takeNearestYear(two(text, at), two(text, at + 2));
    }

    /** {@code Nov 30, 2026 7:18:17 AM}, as Java's own logging writes it. */
    boolean readJava(String text, int at) {
        int comma = text.indexOf(", ", at, Math.min(text.length(), at + 12));
        if (comma < at + 5) return false;
        int month = month(text, at);
        int day = number(text, at + 4, comma);
        int year = four(text, comma + 2);
        int hourAt = comma + 7;
        int colon = text.indexOf(':', Math.min(hourAt, text.length()), Math.min(text.length(), hourAt + 3));
        if (colon < 0) return false;
        int hour = number(text, hourAt, colon);
        int minute = two(text, colon + 1);
        int second = two(text, colon + 4);
        int half = colon + 7; // behind a blank
        boolean morning = text.startsWith("AM", half);
        boolean afternoon = text.startsWith("PM", half);
        if (!text.startsWith(" ", comma + 6) || !text.startsWith(" ", half - 1)) return false;
        if (!(morning || afternoon) || hour < 1 || hour > 12 || !isClock(0, minute, second)) return false;
        secondOfDay = ((hour % 12 + (afternoon ? 12 : 0)) * 60 + minute) * 60 + second;
        fraction = 0;
        return isDate(year, month, day) && take(second(year, month, day), UNKNOWN, half + 2);
    }

    /** A point in time as a number, in seconds, milliseconds, microseconds or nanoseconds, as its size tells. */
    boolean readNumber(String text) {
        if (!isNumber(text)) return false;
        var number = new BigDecimal(text);
        double size = number.doubleValue();
        if (!(size >= 1e8 && size < MAX_SECOND * 1e9)) return false;
        int missing = size < 1e11 ? 9 : size < 1e14 ? 6 : size < 1e17 ? 3 : 0; // digits, for nanoseconds
        ns = number.movePointRight(missing).longValue();
        end = text.length();
        return true;
    }

    /** Digits, perhaps with a fraction or a power of ten as zap writes it ({@code 1.7960327e+09}). */
    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > 40) return false;
        int at = Ascii.digitsEnd(text, 0, text.length());
        if (at == 0 || at == text.length()) return at > 0;
        if (text.charAt(at) == '.') {
            int from = at + 1;
            at = Ascii.digitsEnd(text, from, text.length());
            if (at == from) return false;
        }
        if (at == text.length()) return true;
        boolean power = text.startsWith("e+", at) || text.startsWith("E+", at) || text.startsWith("E", at);
        int from = text.startsWith("+", at + 1) ? at + 2 : at + 1;
        return power && text.length() - from <= 2 && Ascii.isNumber(text, from, text.length());
    }

    private boolean takeZoned(int year, int month, int day, String text) {
        if (!isDate(year, month, day)) return false;
        int at = clockEnd;
        int n = text.length();
        if (at >= n) return take(second(year, month, day), UNKNOWN, at);
        char c = text.charAt(at);
        if (c == 'Z' || c == 'z') return take(second(year, month, day), 0, at + 1);
        if (c == ' ' && at + 1 < n) {
            boolean named = text.startsWith("UTC", at + 1) || text.startsWith("GMT", at + 1);
            if (named && !isWord(text, at + 4)) return take(second(year, month, day), 0, at + 4);
            at++;
            c = text.charAt(at);
        }
        if (c != '+' && c != '-') return take(second(year, month, day), UNKNOWN, clockEnd);
        int hours = two(text, at + 1);
        boolean colon = at + 3 < n && text.charAt(at + 3) == ':';
        int minutes = two(text, colon ? at + 4 : at + 3);
        boolean hoursAlone = minutes < 0 && at == clockEnd && !isWord(text, at + 3);
        int zoneEnd = hoursAlone ? at + 3 : colon ? at + 6 : at + 5;
        boolean isOffset = hours >= 0 && hours <= 18 && minutes <= 59 && (minutes >= 0 || hoursAlone);
        if (!isOffset || isWord(text, zoneEnd)) return take(second(year, month, day), UNKNOWN, clockEnd);
        int seconds = (hours * 60 + Math.max(minutes, 0)) * 60;
        return take(second(year, month, day), c == '-' ? -seconds : seconds, zoneEnd);
    }

    private boolean takeNearestYear(int month, int day) {
        int year = LocalDate.ofEpochDay(Math.floorDiv(arrival, DAY)).getYear();
        long nearest = Long.MAX_VALUE;
        for (int candidate = year - 1; candidate <= year + 1; candidate++) {
            if (!isDate(candidate, month, day)) continue;
            long second = second(candidate, month, day);
            if (Math.abs(second - arrival) < Math.abs(nearest - arrival)) nearest = second;
        }
        return nearest != Long.MAX_VALUE && take(nearest, UNKNOWN, clockEnd);
    }

    /** Takes the second of a clock that is {@code offsetSeconds} ahead of UTC, or in the program's zone. */
    private boolean take(long second, int offsetSeconds, int newEnd) {
        long utc = second - (offsetSeconds == UNKNOWN ? offsetAt(second) : offsetSeconds);
        if (utc < 0 || utc > MAX_SECOND) return false;
        ns = utc * 1_000_000_000 + fraction;
        end = newEnd;
        return true;
    }

    /** Lines come in the order of time, so one look into the rules of the zone serves a minute. */
    private int offsetAt(long second) {
        long minute = Math.floorDiv(second, 60);
        if (minute != offsetMinute) {
            var local = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
            offset = zone.getRules().getOffset(local).getTotalSeconds();
            offsetMinute = minute;
        }
        return offset;
    }

    private long second(int year, int month, int day) {
        return LocalDate.of(year, month, day).toEpochDay() * DAY + secondOfDay;
    }

    private static boolean isDate(int year, int month, int day) {
        if (year < 1970 || year > 2262 || month < 1 || month > 12 || day < 1 || day > 31) return false;
        return day <= 28 || day <= java.time.Month.of(month).length(Year.isLeap(year));
    }

    private static boolean isClock(int hour, int minute, int second) {
        return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    }

    /** Reads {@code 07:18:17} with as many digits of a fraction as there are. */
    private boolean clock(String text, int at) {
        if (at + 8 > text.length() || text.charAt(at + 2) != ':' || text.charAt(at + 5) != ':') return false;
        int hour = two(text, at);
        int minute = two(text, at + 3);
        int second = two(text, at + 6);
        if (!isClock(hour, minute, second)) return false;
        secondOfDay = (hour * 60 + minute) * 60 + second;
        fraction = 0;
        clockEnd = at + 8;
        boolean point = clockEnd + 1 < text.length() && isPoint(text.charAt(clockEnd));
        if (point && Ascii.isDigit(text.charAt(clockEnd + 1))) fraction(text, clockEnd + 1);
        return !isWord(text, clockEnd) || text.charAt(clockEnd) == 'Z' || text.charAt(clockEnd) == 'z';
    }

    private void fraction(String text, int from) {
        int at = from;
        int unit = 100_000_000;
        for (; at < text.length() && Ascii.isDigit(text.charAt(at)); at++) {
            fraction += unit * (text.charAt(at) - '0');
            unit /= 10;
        }
        clockEnd = at;
    }

    private static boolean isPoint(char c) {
        return c == '.' || c == ',';
    }

    private static boolean isWord(String text, int at) {
        return at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    }

    private static int digit(String text, int at) {
        char c = at < text.length() ? text.charAt(at) : ' ';
        return Ascii.isDigit(c) ? c - '0' : -1;
    }

    /** The number that two digits make; below zero when there are none. */
    private static int two(String text, int at) {
        int tens = digit(text, at);
        int ones = digit(text, at + 1);
        return tens < 0 || ones < 0 ? -1000 : tens * 10 + ones;
    }

    private static int four(String text, int at) {
        int hundreds = two(text, at);
        int ones = two(text, at + 2);
        return hundreds < 0 || ones < 0 ? -1 : hundreds * 100 + ones;
    }

    /** The number between these places; below zero when it has not one or two digits. */
    private static int number(String text, int from, int to) {
        return to - from == 1 ? digit(text, from) : to - from == 2 ? two(text, from) : -1;
    }

    private static int month(String text, int at) {
        for (int month = 0; month < 12; month++) {
            if (text.regionMatches(true, at, MONTHS, month * 3, 3)) return month + 1;
        }
        return -1;
    }
}
