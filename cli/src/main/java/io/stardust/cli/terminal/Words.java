package io.stardust.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times, sizes and names as people say them. All functions are pure. */
public final class Words {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Words() {}

    /** {@code 850 ms}, {@code 1.2 s}, {@code 2 min 3 s}, {@code 3 h 12 min}, {@code 4 d 3 h}. */
    public static String took(long ms) {
        if (ms < 1000) return Math.max(0, ms) + " ms";
        if (ms < 60_000) return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
        Duration time = Duration.ofMillis(ms);
        if (time.toHours() == 0) return two(time.toMinutes(), "min", time.toSecondsPart(), "s");
        if (time.toDays() == 0) return two(time.toHours(), "h", time.toMinutesPart(), "min");
        return two(time.toDays(), "d", time.toHoursPart(), "h");
    }

    private static String two(long big, String bigUnit, long small, String smallUnit) {
        return small == 0 ? big + " " + bigUnit : big + " " + bigUnit + " " + small + " " + smallUnit;
    }

    /** How long before {@code now}: {@code 3 s ago}; {@code at} 0 or null is never. Both in epoch ms. */
    public static String ago(@Nullable Long at, long now) {
        if (at == null || at <= 0) return "never";
        long ms = now - at;
        return ms < 1000 ? "just now" : since(at, now) + " ago";
    }

    /** As {@link #ago} without the word: how long something has lasted; whole seconds; empty when it has not begun. */
    public static String since(@Nullable Long at, long now) {
        if (at == null || at <= 0) return "";
        long ms = Math.max(0, now - at);
        return ms < 60_000 ? ms / 1000 + " s" : took(ms);
    }

    /** {@code 2026-01-31 12:00:00} in {@code zone}; 0 or null is empty. */
    public static String at(@Nullable Long epochMs, ZoneId zone) {
        return epochMs == null || epochMs <= 0
                ? ""
                : LOCAL.format(Instant.ofEpochMilli(epochMs).atZone(zone));
    }

    /** {@code 512 B}, {@code 2.9 KB}, {@code 60.0 MB}, with 1,024 to a step. */
    public static String size(long bytes) {
        if (bytes < 1024) return bytes + " B";
        double size = bytes;
        String[] units = {"KB", "MB", "GB", "TB"};
        int unit = -1;
        while (size >= 1024 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, units[unit]);
    }

    /** A share of one processor, {@code 12%}. */
    public static String percent(double share) {
        return Math.round(share * 100) + "%";
    }

    /** {@code backOff} as {@code back off}; nothing is {@code -}. */
    public static String spaced(@Nullable String name) {
        if (name == null || name.isBlank()) return "-";
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** {@code 1 node}, {@code 2 nodes}. */
    public static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }
}
