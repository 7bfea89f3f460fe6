package io.stardust.cli.terminal;

import io.stardust.cli.http.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Times and lengths of time as people type them. All functions are pure. */
public final class Times {
    private Times() {}

    /** {@code 30}, {@code 30s}, {@code 5m}, {@code 2h} in seconds. */
    public static int seconds(String option, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.matches("\\d{1,6}[smh]?")) {
            throw Failure.usage("--%s: %s (expected: 30s, 5m or 2h)".formatted(option, text));
        }
        char unit = lower.charAt(lower.length() - 1);
        int number = Integer.parseInt(Character.isDigit(unit) ? lower : lower.substring(0, lower.length() - 1));
        return unit == 'h' ? number * 3_600 : unit == 'm' ? number * 60 : number;
    }

    /** {@code 30s}, {@code 15m}, {@code 1h}, {@code 7d} before {@code now}, or a time. */
    public static Instant since(String option, String text, Instant now, ZoneId zone) {
        String lower = text.toLowerCase(Locale.ROOT);
        try {
            if (lower.matches("\\d{1,5}d")) {
                return now.minus(Duration.ofDays(Integer.parseInt(lower.substring(0, lower.length() - 1))));
            }
            if (lower.matches("\\d{1,6}[smh]")) return now.minus(Duration.ofSeconds(seconds(option, lower)));
            if (text.endsWith("Z")) return Instant.parse(text);
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            return LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw Failure.usage(
                    "--%s: %s (expected: 15m, 1h, 7d, 2026-01-31 or 2026-01-31T22:30)".formatted(option, text));
        }
    }

    /** {@code 22:30} is the next time the clock says so. */
    public static Instant when(String text, ZonedDateTime now) {
        ZoneId zone = now.getZone();
        try {
            if (text.startsWith("in ")) {
                return now.toInstant()
                        .plus(Duration.ofSeconds(seconds("at", text.substring(3).strip())));
            }
            if (text.matches("\\d{1,2}:\\d{2}")) {
                LocalTime time = LocalTime.parse(text.length() == 4 ? "0" + text : text);
                ZonedDateTime today = now.with(time);
                return (today.isAfter(now) ? today : today.plusDays(1)).toInstant();
            }
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw Failure.usage("--at: %s (expected: 22:30, 2026-01-31T22:30 or \"in 2h\")".formatted(text));
        }
    }
}
