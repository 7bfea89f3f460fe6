package io.stardust.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Lines as apps log them, always the same for the same seed: 12 apps, twenty kinds of lines of about 200 bytes, hex ids
 * of a trace and a span in 70 of 100 lines, times that go forward with some jitter. For one thread.
 */
final class LogLines {
    static final int APPS = 12;
    /** Of a line with its end, bytes; about. */
    static final double MEAN = 203;
    /** Occurs in one line of a million. */
    static final String RARE = "needlefish";
    /** Words that occur often, but in this order in one line of a million. */
    static final String PHRASE = "retry of order was";

    private static final int RARITY = 1_000_000;
    private static final int JITTER_MS = 20;
    private static final byte[] HEX = bytes("0123456789abcdef");
    private static final byte[] ENDS_TRACE = bytes(" trace_id=");
    private static final byte[] ENDS_SPAN = bytes(" span_id=");
    private static final int TRACED = 14; // the kinds that name their trace, the first of all
    private static final byte[][] KINDS = kinds(
            "GET /api/items/# answered 200 in # ms with # bytes, user=# tenant=acme-# agent=\"Mozilla/5.0 (X11; Linux"
                    + " x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36\"",
            "POST /api/cart answered 201 in # ms with # bytes, user=# tenant=acme-# agent=\"okhttp/4.12.0\""
                    + " referrer=https://shop.example.com/items/# cart=#",
            "order # of customer # was paid with # items for # cents, warehouse=fra-# carrier=dhl, queue time # ms,"
                    + " delivery is expected in # hours",
            "payment was accepted for order # by provider adyen after # ms, amount=# currency=EUR risk score # of 100,"
                    + " attempt # of 3",
            "payment was declined by the bank for order #, code # after # ms, the customer is asked for another card,"
                    + " provider=adyen currency=EUR",
            "message was published to topic orders, partition # offset # size # bytes in # ms, key=order-#"
                    + " producer=checkout-# acks=all",
            "consumed # messages from topic stock in # ms, partition # lag # consumer group inventory-# committed"
                    + " offset #",
            "job nightly-report finished after # ms with # rows read and # rows written, memory # MB, next run in #"
                    + " minutes",
            "slow query took # ms: select o.id, o.total, c.name from orders o join customers c on c.id = o.customer"
                    + " where o.id = # and o.state = 'OPEN' limit #",
            "retry # of # for request to stock after # ms, host=10.#.#.# port=8443 status=503 backoff=# ms circuit"
                    + " breaker half open",
            "uploaded # bytes to bucket product-images in # ms, key=items/#/large.webp content-type=image/webp"
                    + " storage class standard etag matched",
            "timeout after # ms while calling stock at https://stock.internal:8443/v2/items/#, attempt # of 3, pool"
                    + " has # idle of # connections",
            "failed to parse the answer of shipping for order #: unexpected end of input at line # column #, path"
                    + " $.parcels[#].weight, # bytes read",
            "order of stock item # was shipped from warehouse fra-# in # parcels, retry later is not needed,"
                    + " label=# weight=# grams",
            "user # signed in from 10.#.#.# with password and second factor, session lives # minutes, device=# known"
                    + " since # days, agent=\"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)\"",
            "cache items has a hit ratio of # of # keys, # evicted in the last minute, # MB of # MB in use, loader"
                    + " took # ms at the median and # ms at most",
            "connection to db-#.internal:5432 was established in # ms, pool orders has # active, # idle and # waiting"
                    + " of # connections, validation took # ms",
            "session of user # expired after # minutes without a request, cart of # items is kept for # days, # of #"
                    + " sessions are open on this instance",
            "thread pool http has # idle of # threads, queue # of #, oldest waits since # ms, # requests were refused"
                    + " in the last minute",
            "gc pause of # ms, young collection # of this process, heap # MB before and # MB after of # MB, metaspace"
                    + " # MB, promoted # KB");
    private static final String[] LEVELS = {"INFO", "INFO", "INFO", "INFO", "DEBUG", "WARN", "INFO", "ERROR"};

    private final SplittableRandom random;
    private final byte[] text = new byte[1024];
    private final long startMs;
    private final double msPerLine;
    private int length;
    private long count;

    String level = "INFO";
    int app;
    long timeMs;

    LogLines(long seed, long startMs, double msPerLine) {
        this.random = new SplittableRandom(seed);
        this.startMs = startMs;
        this.msPerLine = msPerLine;
        this.timeMs = startMs;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[][] kinds(String... kinds) {
        return Arrays.stream(kinds).map(LogLines::bytes).toArray(byte[][]::new);
    }

    /** Makes the next line; its text, level, app and time hold until the one after. */
    void next() {
        length = 0;
        app = random.nextInt(APPS);
        int kind = random.nextInt(KINDS.length);
        level = LEVELS[random.nextInt(LEVELS.length)];
        timeMs = startMs + (long) (count * msPerLine) + random.nextInt(JITTER_MS);
        count++;
        if (count % RARITY == RARITY / 2) put(bytes("the " + RARE + " swam by, order " + count));
        else if (count % RARITY == RARITY / 3) put(bytes("the " + PHRASE + " given up, order " + count));
        else fill(kind);
    }

    /** The line's text; changed by the next one. ASCII, without an end of line. */
    byte[] text() {
        return text;
    }

    int length() {
        return length;
    }

    private void fill(int kind) {
        for (byte each : KINDS[kind]) {
            if (each == '#') number();
            else text[length++] = each;
        }
        if (kind >= TRACED) return;
        put(ENDS_TRACE);
        hex();
        hex();
        put(ENDS_SPAN);
        hex();
    }

    private void put(byte[] more) {
        System.arraycopy(more, 0, text, length, more.length);
        length += more.length;
    }

    /** Small ones more often than large ones. */
    private void number() {
        int left = random.nextInt(1 + random.nextInt(100_000));
        int digits = 1;
        for (int power = 10; power <= left; power *= 10) digits++;
        length += digits;
        for (int i = length - 1; i >= length - digits; i--) {
            text[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    private void hex() {
        long bits = random.nextLong();
        for (int shift = 60; shift >= 0; shift -= 4) text[length++] = HEX[(int) (bits >>> shift) & 15];
    }
}
