package io.stardust.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests by name, as hex. MD5 is upstream's and serves compatibility only; SHA-256 is what we trust. */
public final class Hashes {
    private Hashes() {}

    /** A new SHA-256 digest. */
    public static MessageDigest sha256() {
        return digest("SHA-256");
    }

    /** A new MD5 digest. */
    public static MessageDigest md5() {
        return digest("MD5");
    }

    /** Whether {@code text} is 64 lower-case hex digits. */
    public static boolean isSha256(String text) {
        return text.length() == 64 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** 64 lower-case hex digits. */
    public static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /** 32 upper-case hex digits of the UTF-8 bytes, as upstream writes them. */
    public static String md5Hex(String text) {
        return HexFormat.of().withUpperCase().formatHex(md5().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Compares without telling by its time where the texts differ; letter case is ignored. */
    public static boolean sameHex(String a, String b) {
        return MessageDigest.isEqual(
                a.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8),
                b.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java runtime lacks " + name, e);
        }
    }
}
