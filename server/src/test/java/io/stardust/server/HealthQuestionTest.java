package io.stardust.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said when the server is not well; when it is: {@code TlsTest}, and the image's test. */
@Tag("sqlite")
class HealthQuestionTest {
    @TempDir
    Path folder;

    private HealthQuestion question() {
        return new HealthQuestion(ServerSettings.defaults(folder, 0));
    }

    private void tellPort(int port) throws IOException {
        Files.writeString(folder.resolve("server.port"), Integer.toString(port));
    }

    @Test
    void ask_saysSo_whenNobodyListensThere() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            tellPort(socket.getLocalPort());
        }

        assertThatThrownBy(() -> question().ask()).hasMessageContaining("/health does not answer: ");
    }

    @Test
    void ask_passesTheReasonOn_whenTheServerIsNotWell() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            byte[] body = "{\"status\":\"down\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            tellPort(server.getAddress().getPort());

            assertThatThrownBy(() -> question().ask()).hasMessage("health: 503 {\"status\":\"down\"} (expected: 200)");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void ask_saysSo_whenThePortFileIsDamaged() throws IOException {
        Files.writeString(folder.resolve("server.port"), "x");

        assertThatThrownBy(() -> question().ask()).hasMessageEndingWith("server.port holds no port");
    }
}
