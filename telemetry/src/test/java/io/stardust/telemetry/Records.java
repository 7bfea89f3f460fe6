package io.stardust.telemetry;

import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Records for tests: messages of few statements and many variables, odd ones among them. */
public final class Records {
    /** 2026-11-29 12:00 UTC, in nanoseconds. */
    public static final long NOON = 1_795_953_600_000_000_000L;

    private static final String[] WORDS = {
        "order",
        "payment",
        "Connection",
        "reset",
        "cache",
        "miss",
        "ERROR",
        "retry",
        "用户登录",
        "超时",
        "Größe",
        "naïve",
        "пул"
    };
    private static final String[] BETWEEN = {" ", " ", " ", "-", ": ", "=", "/", ".", ", ", " [", "] ", "，", "\t", "_"};

    private Records() {}

    /** A message that {@code random} makes up. */
    public static String message(Random random) {
        int odd = random.nextInt(60);
        if (odd == 0) return "";
        if (odd == 1) return "control \u0000\u0001\u0011\u0012\u0013\u001b[31m red 12 \u007f";
        if (odd == 2) return "\n\nlines without anything\r\n" + random.nextInt(10) + "\n";
        StringBuilder message = new StringBuilder(statement(new Random(random.nextInt(40)), random));
        if (random.nextInt(8) == 0) {
            message.append("\njava.lang.IllegalStateException: ").append(word(random));
            for (int i = random.nextInt(4); i >= 0; i--) {
                message.append("\n\tat com.acme.Shop.run(Shop.java:")
                        .append(random.nextInt(30))
                        .append(')');
            }
        }
        return message.toString();
    }

    /** The same words for the same {@code form}, other variables each time. */
    private static String statement(Random form, Random random) {
        StringBuilder message = new StringBuilder();
        for (int i = 1 + form.nextInt(7); i >= 0; i--) {
            message.append(form.nextInt(3) == 0 ? variable(form.nextInt(9), random) : word(form));
            message.append(BETWEEN[form.nextInt(BETWEEN.length)]);
        }
        return message.toString();
    }

    public static String word(Random random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    /** A variable of one of nine kinds; few of them, so that queries find some. */
    public static String variable(int kind, Random random) {
        int n = random.nextInt(30);
        return switch (kind) {
            case 0 -> Integer.toString(n);
            case 1 -> "00" + n;
            case 2 -> Long.toString(Long.MAX_VALUE - n);
            case 3 -> "%016x".formatted(0x9E3779B97F4A7C15L * n);
            case 4 -> "%016X".formatted(0x9E3779B97F4A7C15L * n);
            case 5 -> new UUID(0x9E3779B97F4A7C15L * n, 0xD6E8FEB86659FD93L * n).toString();
            case 6 -> "user" + n;
            case 7 -> "0xAb" + n + "Cd";
            default -> n + "." + n;
        };
    }

    /** {@code count} records of three apps, each of another time, mostly in order, some late. */
    public static List<LogRecord> some(Random random, int count) {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long late = random.nextInt(20) == 0 ? 1_000_000_000L * random.nextInt(3600) : 0;
            long fine = random.nextInt(4) == 0 ? random.nextInt(900) : 0;
            records.add(any(random, NOON + i * 1_000_000_000L - late + i * 1000L + fine));
        }
        return records;
    }

    /** A record of {@code timeNs}. */
    public static LogRecord any(Random random, long timeNs) {
        int app = 1 + random.nextInt(3);
        List<Attribute> attributes = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            attributes.add(new Attribute("key" + random.nextInt(3), random.nextInt(5) == 0 ? "" : word(random)));
        }
        return new LogRecord(
                timeNs,
                Level.of(random.nextInt(6)),
                app,
                "shop@node-" + random.nextInt(3),
                "1." + random.nextInt(3),
                random.nextInt(4) == 0 ? "" : "node-" + random.nextInt(3),
                "com.acme." + word(random),
                "exec-" + random.nextInt(9),
                random.nextInt(3) == 0 ? "" : "%032x".formatted(random.nextInt(50)),
                message(random),
                attributes);
    }
}
