package io.stardust.server.access.oidc;

import io.stardust.server.access.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One sign-in elsewhere on its way, kept sealed in the browser that began it, so that it can be ended there only.
 *
 * @param state comes back with the answer
 * @param nonce comes back in the ID token
 * @param verifier proves to the issuer that the code is ours (PKCE)
 * @param returnTo where the browser goes then: a path of this server
 * @param until it holds so long
 */
record OidcAttempt(String state, String nonce, String verifier, String returnTo, Instant until) {
    static final Duration HOLDS = Duration.ofMinutes(10);
    private static final String PURPOSE = "oidc";

    static OidcAttempt begin(String returnTo, RandomGenerator random, Instant now) {
        return new OidcAttempt(draw(random), draw(random), draw(random), returnTo, now.plus(HOLDS));
    }

    private static String draw(RandomGenerator random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Reads what {@link #sealed} wrote; empty when it was altered or has run out. */
    static Optional<OidcAttempt> open(String sealed, Secrets secrets, Instant now) {
        String text;
        try {
            text = secrets.open(sealed);
        } catch (IllegalStateException _) {
            return Optional.empty();
        }
        String[] parts = text.split("\n", -1);
        if (parts.length != 6 || !parts[0].equals(PURPOSE)) return Optional.empty();
        Instant until = Instant.ofEpochMilli(Long.parseLong(parts[4]));
        if (!now.isBefore(until)) return Optional.empty();
        return Optional.of(new OidcAttempt(parts[1], parts[2], parts[3], parts[5], until));
    }

    String sealed(Secrets secrets) {
        return secrets.seal(
                String.join("\n", PURPOSE, state, nonce, verifier, Long.toString(until.toEpochMilli()), returnTo));
    }

    boolean isState(String given) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
    }

    String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "OidcAttempt[" + returnTo + "]";
    }
}
