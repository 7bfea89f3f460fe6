package io.stardust.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;

/**
 * How a node or app shows that it knows its secret without sending it: {@code $md5$<salt>$<hash>} with salt = Unix
 * seconds as decimal text and hash = MD5HEX(MD5HEX(secret) + salt), hex in upper case, texts as UTF-8. Source:
 * upstream's SaltPasswordProvider. SDKs send the plain secret instead; both are accepted. Thread-safe.
 */
public final class SecretProof {
    /** How far a salt may be from the server's clock. Upstream's default. */
    public static final Duration SALT_TIME = Duration.ofMinutes(10);

    private SecretProof() {}

    /** Makes the proof for {@code secret} at {@code now}. */
    public static String of(String secret, Instant now) {
        String salt = Long.toString(now.getEpochSecond());
        return "$md5$" + salt + "$" + hash(secret, salt);
    }

    /**
     * True when {@code proof} was made from {@code secret} within {@link #SALT_TIME} of {@code now}, or is the secret.
     */
    public static boolean proves(String proof, String secret, Instant now) {
        if (!proof.startsWith("$")) {
            return sameText(proof, secret) || Hashes.sameHex(proof, Hashes.md5Hex(secret));
        }
        String[] parts = proof.split("\\$", -1); // "", alg, salt, hash
        if (parts.length != 4 || !parts[1].equalsIgnoreCase("md5")) return false;
        return isRecent(parts[2], now) && Hashes.sameHex(parts[3], hash(secret, parts[2]));
    }

    private static boolean isRecent(String salt, Instant now) {
        if (salt.isEmpty() || salt.length() > 12 || !salt.chars().allMatch(c -> c >= '0' && c <= '9')) return false;
        return Math.abs(now.getEpochSecond() - Long.parseLong(salt)) <= SALT_TIME.toSeconds();
    }

    private static String hash(String secret, String salt) {
        return Hashes.md5Hex(Hashes.md5Hex(secret) + salt);
    }

    private static boolean sameText(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
