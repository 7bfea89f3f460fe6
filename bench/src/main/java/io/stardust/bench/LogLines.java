package io.stardust.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Lines as apps log them, always the same for the same seed: 12 apps, about forty kinds of lines, hex ids in 70 of 100
 * lines, times that go forward with some jitter. For one thread.
 */
final class LogLines {
    static final int APPS = 12;
    /** Occurs in one line of a million. */
    static final String RARE = "needlefish";
    /** Words that occur often, but in this order in one line of a million. */
    static final String PHRASE = "retry of order was";

    private static final int RARITY = 1_000_000;
    private static final int JITTER_MS = 20;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> KINDS = List.of(
            "order # paid, trace=@",
            "GET /api/items/# 200 in # ms trace=@ span=@",
            "POST /api/cart 201 in # ms trace=@",
            "user # signed in from 10.#.#.#",
            "cache hit ratio # of # keys",
            "connection to db-# established in # ms",
            "payment @ accepted for order #",
            "payment @ was declined by the bank, code #",
            "message @ published to topic orders, partition # offset #",
            "consumed # messages from topic stock in # ms, session @",
            "job @ finished after # ms with # rows",
            "slow query took # ms: select * from orders where id = # -- @",
            "retry # of # for request @",
            "session @ of user # expired",
            "uploaded # bytes to bucket images as @",
            "thread pool has # idle of # threads",
            "gc pause # ms, heap # of # MB",
            "timeout after # ms while calling stock, trace=@ span=@",
            "failed to parse the answer of shipping for order #: unexpected end, trace=@",
            "order of stock item # was shipped, retry later, trace=@");
    private static final String[] LEVELS = {"INFO", "INFO", "INFO", "INFO", "DEBUG", "WARN", "INFO", "ERROR"};

    private final Random random;
    private final StringBuilder text = new StringBuilder(256);
    private final long startMs;
    private final double msPerLine;
    private long count;

    String level = "INFO";
    int app;
    long timeMs;

    LogLines(long seed, long startMs, double msPerLine) {
        this.random = new Random(seed);
        this.startMs = startMs;
        this.msPerLine = msPerLine;
        this.timeMs = startMs;
    }

    /** Makes the next line; its level, app and time are in the fields. */
    CharSequence next() {
        text.setLength(0);
        app = random.nextInt(APPS);
        int kind = random.nextInt(KINDS.size());
        level = kind >= 17 ? "ERROR" : LEVELS[random.nextInt(LEVELS.length)];
        timeMs = startMs + (long) (count * msPerLine) + random.nextInt(JITTER_MS);
        if (++count % RARITY == RARITY / 2)
            return text.append("the ").append(RARE).append(" swam by, order ").append(count);
        if (count % RARITY == RARITY / 3)
            return text.append("the ")
                    .append(PHRASE)
                    .append(" given up, order ")
                    .append(count);
        String form = KINDS.get(kind);
        for (int i = 0; i < form.length(); i++) {
            char c = form.charAt(i);
            if (c == '#') text.append(random.nextInt(1 + random.nextInt(100_000)));
            else if (c == '@') hex();
            else text.append(c);
        }
        return text;
    }

    private void hex() {
        for (int part = 0; part < 2; part++) {
            long bits = random.nextLong();
            for (int shift = 60; shift >= 0; shift -= 4) text.append((char) HEX[(int) (bits >>> shift) & 15]);
        }
    }
}
