package io.stardust.server.access.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals the secrets that must be readable again: those of machines, since upstream's salted proof needs them in plain
 * text, and the values that people give to apps. AES-256-GCM with keys outside the database; each sealed text names its
 * key. Thread-safe.
 */
public final class Secrets {
    /** {@code v2.KEY.BYTES}; before there were several keys {@code v1.BYTES}. */
    private static final Pattern SEALED = Pattern.compile("(?:v1|v2\\.([0-9a-f]{1,32}))\\.([A-Za-z0-9_-]+)");

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** A sealed text that nobody can read here; the message is for who runs the server. */
    public static final class Unopened extends IllegalStateException {
        private static final long serialVersionUID = 1;

        private final String why;

        Unopened(String why, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.why = why;
        }

        /** For everybody: without folders and keys. */
        public String why() {
            return why;
        }
    }

    private final KeyRing keys;
    private final SecureRandom random = new SecureRandom();

    public Secrets(KeyRing keys) {
        this.keys = keys;
    }

    /** Returns {@code plain} for the database; twice the same gives two different texts. */
    public String seal(String plain) {
        KeyRing.Key key = keys.current();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(plain.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return "v2." + key.id() + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime cannot seal", e);
        }
    }

    /**
     * Returns what was sealed.
     *
     * @throws Unopened if it was altered, or sealed with a key that is not there; the message names it
     */
    public String open(String sealed) {
        Matcher parts = SEALED.matcher(sealed);
        if (!parts.matches()) throw new Unopened("it was altered", "a secret cannot be opened: it was altered", null);
        KeyRing.Key key = key(parts.group(1));
        try {
            byte[] all = Base64.getUrlDecoder().decode(parts.group(2));
            if (all.length < NONCE_BYTES) throw new GeneralSecurityException("too short");
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            byte[] plain = cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Unopened(
                    "it was altered, or its key file is another",
                    "a secret cannot be opened: altered, or sealed with another key file",
                    e);
        }
    }

    /**
     * Fails when secrets are sealed and no key is there: one that is made now would open none of them.
     *
     * @param sealed how many there are
     */
    public void require(LongSupplier sealed) {
        if (keys.isThere()) return;
        long count = sealed.getAsLong();
        if (count == 0) return;
        throw new IllegalStateException(
                "the key of the secrets is missing: %,d are sealed and %s is not there. Put it back, from a backup or from where secrets.keys had it. If it is lost, create a new one: head -c 32 /dev/urandom | base64 > %s; the server then starts, and every secret must be set again and every node enrolled again"
                        .formatted(count, keys.first(), keys.first()));
    }

    /** Seals with a new key from now on, and returns its id; what was sealed before is still opened. */
    public String renew() {
        return keys.renew().id();
    }

    private KeyRing.Key key(@Nullable String id) {
        if (id == null) return keys.oldest();
        return keys.find(id)
                .orElseThrow(() -> new Unopened(
                        "its key is missing",
                        "a secret cannot be opened: it was sealed with key %s, which is not in %s (there: %s); put it back"
                                .formatted(id, keys.place(), String.join(", ", keys.ids())),
                        null));
    }

    private static Cipher cipher(int mode, KeyRing.Key key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.spec(), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
