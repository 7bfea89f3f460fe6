package io.stardust.server.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What our tokens say, by the hash of each: a client shows the same one with every request, and to check its signature
 * costs more than most requests do. Whether a token holds is asked anew each time. No token is kept, only its hash.
 * Thread-safe.
 */
final class ReadTokens {
    /** Some 10 MB. When there are more, all are read again. */
    static final int MOST = 30_000;

    private final Map<Hash, MachineTokens.Said> known = new ConcurrentHashMap<>();

    /** Half of a SHA-256: nobody finds another token with it. */
    private record Hash(long high, long low) {
        private static final MessageDigest EMPTY = empty();

        static Hash of(String token) {
            try {
                var sha =
                        (MessageDigest) EMPTY.clone(); // to look for the algorithm each time costs as much as to use it
                var bytes = ByteBuffer.wrap(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
                return new Hash(bytes.getLong(), bytes.getLong());
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("the Java runtime's SHA-256 cannot be cloned", e);
            }
        }

        private static MessageDigest empty() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("the Java runtime has no SHA-256", e);
            }
        }
    }

    /** What {@code token} says; by {@code reader} when it is not known yet, which says null of what is none of ours. */
    MachineTokens.@Nullable Said of(String token, Function<String, MachineTokens.@Nullable Said> reader) {
        Hash hash = Hash.of(token);
        MachineTokens.@Nullable Said said = known.get(hash);
        if (said != null) return said;
        said = reader.apply(token);
        if (said == null) return null;
        if (known.size() >= MOST) known.clear();
        known.put(hash, said);
        return said;
    }

    /** How many are known. */
    int size() {
        return known.size();
    }
}
