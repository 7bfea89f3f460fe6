package io.stardust.server;

import io.helidon.common.tls.Tls;
import io.stardust.protocol.FileFailure;
import io.stardust.protocol.loop.Loop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate and key in PEM files, loaded again when they change. A pair that does not hold is not taken:
 * the one before serves on.
 */
final class Certificates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    private final Path certificate;
    private final Path key;
    private Seen seen = new Seen(FileTime.fromMillis(0), FileTime.fromMillis(0));
    private final CurrentKey pair = new CurrentKey();
    private final Loop loop;

    /** Looks for changes every {@code period}. */
    Certificates(Path certificate, Path key, Duration period) {
        this.certificate = certificate;
        this.key = key;
        this.loop = Loop.every("certificates", period, this::reload);
    }

    /**
     * Loads them.
     *
     * @throws IllegalStateException if they cannot be read or do not belong together
     */
    Tls load() {
        pair.take(read());
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {pair}, null, null);
            return Tls.builder()
                    .sslContext(context)
                    .enabledProtocols(List.of("TLSv1.3", "TLSv1.2"))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no TLS", e);
        }
    }

    private X509ExtendedKeyManager read() {
        try {
            seen = look();
            List<X509Certificate> chain = chain();
            PrivateKey loaded = privateKey();
            requirePair(chain.getFirst(), loaded);
            return manager(chain, loaded);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("tls: %s and %s do not hold: %s".formatted(certificate, key, why(e)), e);
        }
    }

    /** Which of the two files, where the failure tells, and what is wrong with it. */
    private static String why(Exception e) {
        String which = e instanceof FileSystemException of && of.getFile() != null ? of.getFile() + ": " : "";
        return which + FileFailure.why(e);
    }

    private static X509ExtendedKeyManager manager(List<X509Certificate> chain, PrivateKey key)
            throws IOException, GeneralSecurityException {
        char[] unused = new char[0]; // it is in memory only
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, unused);
        store.setKeyEntry("server", key, unused, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, unused);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }

    private Seen look() throws IOException {
        return new Seen(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
    }

    private List<X509Certificate> chain() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(certificate)) {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (chain.isEmpty()) throw new IOException("no certificate in " + certificate);
            return chain;
        }
    }

    private PrivateKey privateKey() throws IOException, GeneralSecurityException {
        Matcher found = KEY.matcher(Files.readString(key, StandardCharsets.US_ASCII));
        if (!found.find()) {
            throw new IOException(
                    "no PKCS #8 key in %s (expected: BEGIN PRIVATE KEY; 'openssl pkcs8 -topk8 -nocrypt' converts)"
                            .formatted(key));
        }
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException _) {
                // of another kind
            }
        }
        throw new GeneralSecurityException("the key is neither RSA nor EC nor EdDSA");
    }

    /** Of a renewal the certificate may be there a moment before its key. */
    private static void requirePair(X509Certificate leaf, PrivateKey key) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        byte[] text = "a pair".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(leaf.getPublicKey());
        signature.update(text);
        if (!signature.verify(signed)) throw new GeneralSecurityException("the key is not the certificate's");
    }

    /** Begins to look for changes. */
    void watch() {
        loop.start();
    }

    /** The thread that looks. */
    Loop loop() {
        return loop;
    }

    private void reload() {
        Seen before = seen;
        try {
            if (look().equals(before)) return;
            pair.take(read());
            LOG.info("certificate {}: taken", certificate);
        } catch (IOException | IllegalStateException e) {
            LOG.warn("certificate {}: not taken, the one before serves on: {}", certificate, e.getMessage());
        }
    }

    @Override
    public void close() {
        loop.close();
    }

    private record Seen(FileTime certificate, FileTime key) {}
}
