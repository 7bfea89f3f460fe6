package io.stardust.protocol.pack;

import io.stardust.protocol.Hashes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * The public half of an Ed25519 key (RFC 8032) with which manifests are signed. Immutable.
 *
 * @param text 32 bytes as base64
 */
public record SigningKey(String text) {
    /** Says that an Ed25519 key follows (RFC 8410). */
    private static final byte[] HEAD = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private static final int BYTES = 32;
    private static final int ID = 16; // digits

    public SigningKey {
        if (raw(text).length != BYTES) {
            throw new IllegalArgumentException(
                    "'" + text + "' (expected: an Ed25519 public key, 44 base64 characters)");
        }
    }

    /** Of the bytes that Java and OpenSSL write. */
    public static SigningKey of(byte[] encoded) {
        int from = encoded.length - BYTES;
        if (from != HEAD.length || !Arrays.equals(Arrays.copyOf(encoded, from), HEAD)) {
            throw new IllegalArgumentException("another kind of key (expected: Ed25519)");
        }
        return new SigningKey(Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, from, encoded.length)));
    }

    /** How the key is called: the first 16 hex digits of its SHA-256. */
    public String id() {
        return Hashes.sha256Hex(raw(text)).substring(0, ID);
    }

    /** Whether {@code signature}, base64, is this key's over {@code bytes}. */
    public boolean signed(byte[] bytes, String signature) {
        byte[] encoded = Arrays.copyOf(HEAD, HEAD.length + BYTES);
        System.arraycopy(raw(text), 0, encoded, HEAD.length, BYTES);
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(bytes);
            return verifier.verify(raw(signature));
        } catch (GeneralSecurityException e) {
            return false; // no signature at all, or no point on the curve
        }
    }

    private static byte[] raw(String base64) {
        try {
            return Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
