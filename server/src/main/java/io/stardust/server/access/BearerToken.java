package io.stardust.server.access;

import io.stardust.protocol.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Bearer tokens: 256 random bits behind a prefix that says what they are; kept as SHA-256, so a stolen table opens
 * nothing.
 */
final class BearerToken {
    static final String SESSION = "sd_sess_";
    static final String API = "sd_api_";
    static final String ENROL = "sd_enrol_";

    private static final int BYTES = 32;

    private BearerToken() {}

    /** Returns a fresh token, {@code sd_api_} and 43 characters. */
    static String draw(String prefix, RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the table holds of it. A plain hash will do: nobody can try out 2^256 tokens. */
    static String of(String token) {
        return Hashes.sha256Hex(token.getBytes(StandardCharsets.UTF_8));
    }

    /** False for text that cannot be one of ours, so that it costs no look at the database. */
    static boolean plausible(String token, String prefix) {
        return token.startsWith(prefix) && token.length() == prefix.length() + 43;
    }
}
