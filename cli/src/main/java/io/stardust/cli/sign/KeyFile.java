package io.stardust.cli.sign;

import io.stardust.cli.http.Failure;
import io.stardust.protocol.FileFailure;
import io.stardust.protocol.pack.Manifest;
import io.stardust.protocol.pack.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A key pair for signing packages, in one PEM file that only its owner can read. Immutable. */
public final class KeyFile {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int LINE = 64;

    private final PrivateKey secret;
    private final SigningKey key;

    private KeyFile(PrivateKey secret, SigningKey key) {
        this.secret = secret;
        this.key = key;
    }

    /**
     * Makes a key pair in {@code file}, which must not be there yet.
     *
     * @throws Failure if it is, or cannot be written
     */
    public static KeyFile create(Path file) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            String text = pem(PRIVATE, pair.getPrivate().getEncoded())
                    + pem(PUBLIC, pair.getPublic().getEncoded());
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] ownerOnly = posix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            Files.createFile(file, ownerOnly);
            Files.writeString(file, text);
            return new KeyFile(pair.getPrivate(), SigningKey.of(pair.getPublic().getEncoded()));
        } catch (FileAlreadyExistsException e) {
            throw Failure.usage("file: %s already exists (expected: a new file)".formatted(file));
        } catch (IOException e) {
            throw Failure.failed("cannot write %s: %s".formatted(file, FileFailure.why(e)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime lacks Ed25519", e);
        }
    }

    /**
     * Reads a key pair.
     *
     * @throws Failure if there is none in {@code file}
     */
    public static KeyFile read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            PrivateKey secret =
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(block(text, PRIVATE)));
            return new KeyFile(secret, SigningKey.of(block(text, PUBLIC)));
        } catch (IOException e) {
            throw Failure.usage("key: %s is not readable: %s".formatted(file, FileFailure.why(e)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw Failure.usage("key: %s contains no signing key (expected: a file created by stardust key create)"
                    .formatted(file));
        }
    }

    private static String pem(String kind, byte[] bytes) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind);
    }

    private static byte[] block(String text, String kind) {
        String begin = "-----BEGIN %s-----".formatted(kind);
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END %s-----".formatted(kind));
        if (from < 0 || to < from) throw new IllegalArgumentException("no " + kind);
        return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }

    /** The public half. */
    public SigningKey key() {
        return key;
    }

    /**
     * Signs what {@code zip} consists of; base64.
     *
     * @throws Failure if it cannot be read
     */
    public String sign(Path zip) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(secret);
            signer.update(Manifest.of(zip).text());
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (IOException e) {
            throw Failure.usage("file: %s is not readable: %s".formatted(zip, FileFailure.why(e)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }
}
