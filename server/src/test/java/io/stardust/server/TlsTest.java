package io.stardust.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.http.Networks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite")
class TlsTest {
    private static final char[] STORE = "changeit".toCharArray();

    @TempDir
    Path folder;

    private Path certificate() {
        return folder.resolve("server.pem");
    }

    private Path key() {
        return folder.resolve("server.key");
    }

    /** Makes a fresh pair for {@code name}, with the JDK's own tool, and writes it as PEM. */
    private void write(String name, String algorithm, boolean certificateToo) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor()).as(said).isZero();
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            made.load(in, STORE);
        }
        pem(key(), "PRIVATE KEY", made.getKey("a", STORE).getEncoded());
        if (certificateToo)
            pem(certificate(), "CERTIFICATE", made.getCertificate("a").getEncoded());
    }

    private static void pem(Path file, String what, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
    }

    private Server serve() {
        return serve(ServerSettings.Wire.STANDARD);
    }

    private ServerSettings settings(ServerSettings.Wire wire) {
        return ServerSettings.defaults(folder.resolve("data"), 0)
                .withBind("127.0.0.1")
                .withWeb(new ServerSettings.Web(null, certificate(), key(), wire));
    }

    private Server serve(ServerSettings.Wire wire) {
        return new Server(settings(wire), new ManualClock()).start();
    }

    /** Asks over TLS; returns the name in the certificate and the answer's head. */
    private static String[] ask(int port, String path, String body) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new TrustAll()}, null);
        try (var socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            var leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            OutputStream out = socket.getOutputStream();
            String first = "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n";
            String request = (first + "Content-Length: %d\r\n\r\n%s")
                    .formatted(body.isEmpty() ? "GET" : "POST", path, body.length(), body);
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.setSoTimeout(60_000);
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) break;
                head.append((char) next);
            }
            return new String[] {leaf.getSubjectX500Principal().getName(), head.toString()};
        }
    }

    @Test
    void health_isAskedOverTls_whateverNameTheCertificateIsFor() throws Exception {
        write("deploy.example", "EC", true);
        try (Server _ = serve()) {
            new HealthQuestion(settings(ServerSettings.Wire.STANDARD)).ask();
        }
    }

    @Test
    void server_servesOverTls_withSecureCookies() throws Exception {
        write("first", "EC", true);
        try (Server server = serve()) {
            String[] health = ask(server.port(), "/health", "");
            String setUp = "{\"code\":\"%s\",\"name\":\"anna\",\"password\":\"correct horse 7\",\"cookie\":true}"
                    .formatted(server.setUpCode().orElseThrow());
            String[] done = ask(server.port(), "/api/v1/setup", setUp);

            assertThat(health[0]).isEqualTo("CN=first");
            assertThat(health[1]).startsWith("HTTP/1.1 200");
            assertThat(done[1]).startsWith("HTTP/1.1 201").contains("; Secure");
        }
    }

    @Test
    void handshake_isEnded_whenItStopsHalfWay() throws Exception {
        write("first", "EC", true);
        var wire = new ServerSettings.Wire(Networks.NONE, 100, Duration.ofSeconds(10), Duration.ofSeconds(60));
        byte[] half = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3}; // of a ClientHello of 512 bytes
        try (Server server = serve(wire);
                var silent = new Socket(InetAddress.getLoopbackAddress(), server.port());
                var stuck = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            stuck.getOutputStream().write(half);

            for (Socket each : List.of(silent, stuck)) {
                each.setSoTimeout(60_000);
                assertThat(each.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(ask(server.port(), "/health", "")[1]).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void certificate_isTakenWhileServing_onceItsKeyIsThereToo() throws Exception {
        write("first", "EC", true);
        try (Server server = serve()) {
            Path kept = folder.resolve("kept.pem");
            Files.copy(certificate(), kept);
            write("second", "RSA", true);
            Path fresh = folder.resolve("fresh.pem");
            Files.move(certificate(), fresh);
            Files.copy(kept, certificate()); // the key is new, the certificate is still the old one
            touch(key(), 10);

            assertThat(ask(server.port(), "/health", "")[0]).isEqualTo("CN=first");
            Files.delete(certificate());
            Files.move(fresh, certificate());
            touch(certificate(), 20);

            ServerUnderTest.await(() -> name(server.port()).equals("CN=second"));
        }
    }

    /** Packages of an agent that only says what it was told. */
    private Path agents() throws Exception {
        String made = said("""
                for arch in x64 arm64; do
                    name=agent-9.0.0-linux-$arch
                    mkdir -p agents $name/bin
                    printf '#!/bin/sh\\necho told: "$@"\\n' >$name/bin/agent
                    chmod 755 $name/bin/agent
                    tar -czf agents/$name.tar.gz $name
                done
                """);
        assertThat(made).isEmpty();
        return folder.resolve("agents");
    }

    /** What a script of the shell says, run in our folder. */
    private String said(String script) throws Exception {
        Process process = new ProcessBuilder("timeout", "60", "sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void installScript_handsTheAuthorityOn_whenItIsToldOne() throws Exception {
        write("first", "EC", true);
        var settings = settings(ServerSettings.Wire.STANDARD)
                .withFiles(new ServerSettings.Files(false, 1 << 20, Duration.ofDays(7), agents()));
        try (Server server = new Server(settings, new ManualClock()).start()) {
            ServerUnderTest.await(
                    () -> head(server.port(), "/install/agent-linux-x64.sha256").startsWith("HTTP/1.1 200"));
            String line = "curl -fsSL --cacert server.pem https://127.0.0.1:%d/install.sh | sh -s -- --root image "
                    .formatted(server.port());

            assertThat(said(line + "--trust server.pem"))
                    .contains("fetching agent-9.0.0-linux-")
                    .contains("told: install --server https://127.0.0.1:" + server.port())
                    .contains(" --tls.trust " + certificate().toRealPath());
            assertThat(said(line)).contains("cannot be asked (--trust FILE").doesNotContain("has no agent");
            assertThat(said(line + "--trust nowhere.pem")).contains("--trust: nowhere.pem cannot be read");
            assertThat(said(line + "--trust server.pem --channel Beta2")).contains("has no agent for linux-");
        }
    }

    private static String head(int port, String path) {
        try {
            return ask(port, path, "")[1];
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String name(int port) {
        try {
            return ask(port, "/health", "")[0];
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void touch(Path file, long ahead) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(ahead)));
    }

    @Test
    void start_isRefused_whenKeyAndCertificateAreNoPair() throws Exception {
        write("first", "EC", true);
        write("second", "EC", false);

        assertThatThrownBy(this::serve).hasMessageContaining("the key is not the certificate's");
        Files.writeString(key(), "-----BEGIN EC PRIVATE KEY-----\n");
        assertThatThrownBy(this::serve).hasMessageContaining("openssl pkcs8");
        Files.delete(certificate());
        assertThatThrownBy(this::serve)
                .hasMessageContaining("do not hold")
                .hasMessageContaining(certificate() + ": it is not there");
    }

    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
