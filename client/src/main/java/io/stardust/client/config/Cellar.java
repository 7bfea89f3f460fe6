package io.stardust.client.config;

import io.stardust.client.disk.Shelf;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The last values on disk, for a start without a server: sealed by AES-256-GCM with a key that is derived from the
 * app's secret, so that the file alone tells nothing. Without a secret nothing is kept. What was asked for one scope
 * does not open for another.
 */
public final class Cellar {
    static final String FILE = "config";

    private static final byte[] LABEL = "stardust config cache 1".getBytes(StandardCharsets.UTF_8);
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Shelf shelf;
    private final byte[] scope;
    private final Supplier<@Nullable String> secret;
    private final SecureRandom random = new SecureRandom();

    // of the thread that keeps
    private @Nullable Told kept;
    private @Nullable String keptBy;

    /**
     * {@code scope} is the one that is asked for, null: none; {@code secret} that of the app as it is now, null: none
     * is known.
     */
    public Cellar(Shelf shelf, @Nullable String scope, Supplier<@Nullable String> secret) {
        this.shelf = shelf;
        this.scope = (scope == null ? "" : scope.strip().toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8);
        this.secret = secret;
    }

    /** What was kept last; null when there is nothing, or it cannot be opened: torn, of another secret or scope. */
    @Nullable
    Told load() {
        byte[] sealed = shelf.read(FILE);
        String key = secret.get();
        if (sealed == null || key == null) return null;
        try {
            if (sealed.length < NONCE_BYTES) throw new IOException("too short");
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE_BYTES));
            return read(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException | IOException e) {
            Config.LOG.log(
                    Level.WARNING,
                    "the kept config cannot be opened, so the server is waited for: it is damaged, or of another secret"
                            + " or scope");
            return null;
        }
    }

    /** Keeps {@code told}, unless it is kept already and the secret is still the same. One thread. */
    void keep(Told told) {
        String key = secret.get();
        if (key == null || (told.equals(kept) && key.equals(keptBy))) return;
        byte[] sealed = sealed(told, key);
        if (sealed.length > Shelf.MAX_BYTES) {
            Config.LOG.log(
                    Level.WARNING,
                    "the config is not kept for a start without a server: " + sealed.length + " bytes (at most "
                            + Shelf.MAX_BYTES + ")");
        } else if (!shelf.write(FILE, sealed)) {
            return; // tried again with the next answer
        }
        kept = told;
        keptBy = key;
    }

    private byte[] sealed(Told told, String key) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(bytes(told));
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime cannot seal", e);
        }
    }

    private Cipher cipher(int mode, String secret, byte[] nonce) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(mac.doFinal(LABEL), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(scope);
        return cipher;
    }

    private static byte[] bytes(Told told) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            out.writeLong(told.version());
            write(out, told.scope());
            out.writeInt(told.values().size());
            for (Map.Entry<String, String> each : told.values().entrySet()) {
                write(out, each.getKey());
                write(out, each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static Told read(byte[] bytes) throws IOException {
        try (var in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
            long version = in.readLong();
            String scope = text(in);
            int size = in.readInt();
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < size; i++) values.put(text(in), text(in));
            return new Told(version, scope, values);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
