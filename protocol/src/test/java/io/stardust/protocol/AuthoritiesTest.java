package io.stardust.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.loop.Chore;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthoritiesTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    /** A server's key and certificate that no usual authority vouches for. */
    private KeyStore made(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:localhost",
                "-ext",
                "bc:c",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private Path pem(KeyStore keys, String name) throws Exception {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getCertificate("a").getEncoded());
        return Files.writeString(
                folder.resolve(name), "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    }

    /** Shakes hands once with a server that has {@code keys}. */
    private static void shake(KeyStore keys, SSLContext client) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(factory.getKeyManagers(), null, null);
        try (var listening = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread serving = Chore.start("serving", () -> {
                try (var accepted = (SSLSocket) listening.accept()) {
                    accepted.startHandshake();
                } catch (IOException e) {
                    // the client says why
                }
            });
            try (var socket =
                    (SSLSocket) client.getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
            } finally {
                serving.join();
            }
        }
    }

    private static List<X509Certificate> believed(@Nullable KeyStore of) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(of);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(each -> Arrays.stream(((X509TrustManager) each).getAcceptedIssuers()))
                .toList();
    }

    @Test
    void with_believesAPrivateServer_thatTheUsualOnesDoNot() throws Exception {
        KeyStore mine = made("mine");
        KeyStore other = made("other");
        SSLContext context = Authorities.with(pem(mine, "mine.pem"));

        shake(mine, context);

        assertThatThrownBy(() -> shake(other, context)).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> shake(mine, SSLContext.getDefault())).isInstanceOf(SSLException.class);
    }

    @Test
    void with_goesOnBelievingTheUsualOnes() throws Exception {
        KeyStore usual = made("usual"); // stands for a public authority: the JDK is told that it is the usual one
        KeyStore mine = made("mine");
        Path store = folder.resolve("usual-trust.p12");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("u", usual.getCertificate("a"));
        try (var out = Files.newOutputStream(store)) {
            trusted.store(out, PASSWORD);
        }
        System.setProperty("javax.net.ssl.trustStore", store.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
        try {
            assertThat(believed(null)).contains((X509Certificate) usual.getCertificate("a"));
            SSLContext both = Authorities.with(pem(mine, "mine.pem"));

            shake(usual, both);
            shake(mine, both);
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    @Test
    void with_saysWhatIsWrong_withAFileThatHoldsNone() throws Exception {
        Path text = Files.writeString(folder.resolve("a.pem"), "hello");

        assertThatThrownBy(() -> Authorities.with(folder.resolve("none.pem")))
                .hasMessageContaining("tls.trust: ")
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> Authorities.with(text)).hasMessageContaining("BEGIN CERTIFICATE");
    }
}
