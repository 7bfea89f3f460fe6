package io.stardust.server.backup;

import io.stardust.protocol.Hashes;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Adds rows up to a {@link Sum}. For one thread. */
final class Summing {
    private static final int LANES = 4; // of 64 bits

    private final long[] lanes = new long[LANES];
    private long rows;

    /** @param row as {@link RowCodec#bytes} gives it */
    void add(byte[] row) {
        rows++;
        ByteBuffer digest = ByteBuffer.wrap(Hashes.sha256().digest(row));
        for (int i = 0; i < LANES; i++) lanes[i] += digest.getLong();
    }

    Sum sum() {
        var digest = new StringBuilder();
        for (long lane : lanes) digest.append(HexFormat.of().toHexDigits(lane));
        return new Sum(rows, digest.toString());
    }
}
