package io.stardust.server.backup;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's keys under a passphrase: AES-256-GCM with a key that Argon2id makes of it (64 MiB, 3 passes, 1 lane: a
 * second choice of RFC 9106, for one guess a second and less). The bytes are 16 of salt, 12 of nonce, then the sealed
 * files.
 */
final class SealedKeys {
    private static final int MEMORY_KIB = 64 << 10;
    private static final int PASSES = 3;
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private SealedKeys() {}

    /** @param files by name */
    static byte[] seal(Map<String, byte[]> files, String passphrase) throws IOException, GeneralSecurityException {
        var random = new SecureRandom();
        byte[] head = new byte[SALT + NONCE];
        random.nextBytes(head);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, head, passphrase).doFinal(bytes(files));
        byte[] all = Arrays.copyOf(head, head.length + sealed.length);
        System.arraycopy(sealed, 0, all, head.length, sealed.length);
        return all;
    }

    /** @throws RefusedException if the passphrase is another one */
    static Map<String, byte[]> open(byte[] all, String passphrase) throws IOException, GeneralSecurityException {
        if (all.length < SALT + NONCE) throw new IOException("the keys are too short");
        byte[] head = Arrays.copyOf(all, SALT + NONCE);
        try {
            return files(
                    cipher(Cipher.DECRYPT_MODE, head, passphrase).doFinal(all, head.length, all.length - head.length));
        } catch (AEADBadTagException e) {
            throw new RefusedException(
                    "the passphrase does not open the keys (expected: the one that the backup was made with)", e);
        }
    }

    private static Cipher cipher(int mode, byte[] head, String passphrase) throws GeneralSecurityException {
        byte[] salt = Arrays.copyOf(head, SALT);
        byte[] key = Argon2Function.getInstance(MEMORY_KIB, PASSES, 1, 32, Argon2.ID)
                .hash(passphrase.getBytes(StandardCharsets.UTF_8), salt)
                .getBytes();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, head, SALT, NONCE));
        return cipher;
    }

    private static byte[] bytes(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(files.size());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            out.writeUTF(file.getKey());
            out.writeInt(file.getValue().length);
            out.write(file.getValue());
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> files(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        Map<String, byte[]> files = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) files.put(in.readUTF(), in.readNBytes(in.readInt()));
        return files;
    }
}
