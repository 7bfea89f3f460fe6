package io.stardust.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates of servers are believed: the usual authorities and those of a file. Stateless. */
public final class Authorities {
    private Authorities() {}

    /**
     * Returns what trusts the authorities in {@code pem}, a file of one or more certificates, besides the usual ones.
     *
     * @throws IOException if the file cannot be read or holds no certificate; the message is for people
     */
    public static SSLContext with(Path pem) throws IOException {
        Collection<? extends Certificate> added = read(pem);
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            int number = 0;
            for (TrustManager each : managers(null)) {
                if (!(each instanceof X509TrustManager manager)) continue;
                for (X509Certificate usual : manager.getAcceptedIssuers()) {
                    all.setCertificateEntry("usual-" + number++, usual);
                }
            }
            for (Certificate each : added) all.setCertificateEntry("added-" + number++, each);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(all), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("tls.trust: " + pem + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Collection<? extends Certificate> read(Path pem) throws IOException {
        Collection<? extends Certificate> found;
        try (InputStream in = Files.newInputStream(pem)) {
            found = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (IOException e) {
            throw new IOException("tls.trust: " + pem + " cannot be read (expected: a PEM file of certificates)", e);
        } catch (GeneralSecurityException e) {
            throw new IOException("tls.trust: " + pem + " holds no certificates (expected: BEGIN CERTIFICATE)", e);
        }
        if (!found.isEmpty()) return found;
        throw new IOException("tls.trust: " + pem + " holds no certificate (expected: BEGIN CERTIFICATE)");
    }

    private static TrustManager[] managers(@Nullable KeyStore of) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(of);
        return factory.getTrustManagers();
    }
}
