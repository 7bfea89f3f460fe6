package io.stardust.telemetry.journal;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.log.BatchId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The batches taken last of each sender, so that one that is sent again is known. The senders heard of last, and the
 * last batches of each, are remembered. For one thread.
 */
public final class BatchMemory {
    /** How many senders. */
    public static final int SENDERS = 10_000;

    /** How many batches of each. */
    public static final int BATCHES = 64;

    private final Map<String, Ring> senders = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Ring> eldest) {
            return size() > SENDERS;
        }
    };

    private static final class Ring {
        long[] numbers = new long[4];
        int count;
        int next;

        boolean has(long number) {
            for (int i = 0; i < count; i++) {
                if (numbers[i] == number) return true;
            }
            return false;
        }

        void add(long number) {
            if (count == numbers.length && count < BATCHES) {
                long[] more = new long[Math.min(BATCHES, 2 * count)];
                System.arraycopy(numbers, 0, more, 0, count); // not yet wrapped
                numbers = more;
                next = count;
            }
            numbers[next] = number;
            next = (next + 1) % numbers.length;
            count = Math.max(count, next == 0 ? numbers.length : next);
        }
    }

    /** Whether a batch of this id was taken, as far as is remembered. */
    public boolean has(BatchId id) {
        Ring ring = senders.get(id.sender());
        return ring != null && ring.has(id.number());
    }

    /** Remembers one; what is remembered already stays once. */
    public void add(BatchId id) {
        Ring ring = senders.computeIfAbsent(id.sender(), sender -> new Ring());
        if (!ring.has(id.number())) ring.add(id.number());
    }

    /** All of it, oldest first, with a check at its end. */
    public byte[] toBytes() {
        ByteSink out = new ByteSink(1 << 12);
        out.varint(senders.size());
        senders.forEach((sender, ring) -> {
            out.text(sender);
            out.varint(ring.count);
            int start = ring.count == ring.numbers.length ? ring.next : 0;
            for (int i = 0; i < ring.count; i++) out.int64(ring.numbers[(start + i) % ring.numbers.length]);
        });
        out.int32(Hashes.check(out.array(), 0, out.size()));
        return out.toBytes();
    }

    /** Remembers what {@link #toBytes} wrote. */
    public void read(byte[] bytes) throws DamagedData {
        int end = bytes.length - 4;
        if (end < 0 || Hashes.check(bytes, 0, end) != new ByteSource(bytes, end, bytes.length).int32()) {
            throw new DamagedData("the batches taken last do not match their check");
        }
        ByteSource in = new ByteSource(bytes, 0, end);
        int count = in.count(SENDERS);
        for (int i = 0; i < count; i++) {
            String sender = in.text();
            int numbers = in.count(BATCHES);
            for (int n = 0; n < numbers; n++) add(new BatchId(sender, in.int64()));
        }
    }
}
