package io.stardust.client.token;

import io.stardust.protocol.Hashes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Claims of tokens whose signature was found right, by the tokens' hashes: neither the tokens nor anything that leads
 * back to them is kept. Those not asked for any more go; at most {@value #MAX} stay. Thread-safe.
 */
final class Remembered {
    private static final int MAX = 10_000;

    private volatile Map<ByteBuffer, Claims> young = new ConcurrentHashMap<>();
    private volatile Map<ByteBuffer, Claims> old = Map.of();

    static ByteBuffer hash(String token) {
        return ByteBuffer.wrap(Hashes.sha256().digest(token.getBytes(StandardCharsets.UTF_8)));
    }

    @Nullable
    Claims get(ByteBuffer hash) {
        Claims known = young.get(hash);
        if (known != null) return known;
        known = old.get(hash);
        if (known != null) put(hash, known);
        return known;
    }

    void put(ByteBuffer hash, Claims claims) {
        Map<ByteBuffer, Claims> into = young;
        if (into.size() >= MAX / 2) into = turn();
        into.put(hash, claims);
    }

    private synchronized Map<ByteBuffer, Claims> turn() {
        if (young.size() < MAX / 2) return young;
        old = young;
        young = new ConcurrentHashMap<>();
        return young;
    }
}
