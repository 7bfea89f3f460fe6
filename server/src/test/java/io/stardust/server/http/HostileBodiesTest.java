package io.stardust.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerSettings;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that mean no good, over real sockets. */
@Tag("sqlite")
class HostileBodiesTest {
    private static final String CHUNKED = " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n";

    @TempDir
    Path folder;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        var wire = new ServerSettings.Wire(Networks.NONE, 1_000, Duration.ofSeconds(1), Duration.ofSeconds(2));
        server = ServerUnderTest.start(
                folder, settings -> settings.withWeb(new ServerSettings.Web(null, null, null, wire)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String answer(String request) throws IOException {
        try (var socket = new RawSocket(server)) {
            return socket.send(request).untilClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/api/v1/nowhere", "/health", "/install.sh", "/assets/x.js"})
    void hugeChunk_isNotWaitedFor_whereNobodyReadsABody(String path) throws Exception {
        String answer = answer("POST " + path + CHUNKED + "\r\n7fffffff\r\n" + "x".repeat(100_000));

        assertThat(answer).startsWith("HTTP/1.1 40").contains("Connection: close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Node/Login", "/node/login/", "/api/v1/sessions", "/api/v1/setup", "/api/v1/invitations"})
    void bodyInChunks_isRefused_whenNobodyIsSignedIn(String path) throws Exception {
        String answer = answer("POST " + path + CHUNKED + "\r\n7fffffff\r\n" + "x".repeat(100_000));

        assertThat(answer).startsWith("HTTP/1.1 411").contains("Connection: close", "Content-Length");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: Chunked\r\nContent-Length: 3",
                "Content-Length: 3\r\nContent-Length: 4",
                "Transfer-Encoding: gzip",
                "Content-Length: -3"
            })
    void request_isRefused_whenItsLengthIsAmbiguous(String headers) throws Exception {
        String answer = answer("POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n\r\nabc");

        assertThat(answer).containsPattern("^HTTP/1.1 (400|501)").contains("Connection: close");
    }

    @Test
    void bodyInOneLargeChunk_isRead_whenItsSenderIsSignedIn() throws Exception {
        String body = "{" + " ".repeat(100_000) + "\"name\":\"x\"}";
        String token = server.guest("red", "admin").token();

        String answer = answer("POST /api/v1/tokens" + CHUNKED + "Connection: close\r\nAuthorization: Bearer " + token
                + "\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("kind").doesNotContain("body:");
    }

    @Test
    void login_isRefusedBeforeItIsRead_whenItIsLarge() throws Exception {
        String answer = answer("POST /Node/Login HTTP/1.1\r\nHost: a\r\nContent-Length: 30000000\r\n\r\n{");

        assertThat(answer).contains("\"code\":413", "Connection: close");
    }

    @Test
    void login_isRefused_whenItIsLargeOnceUnzipped() throws Exception {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write("{\"Code\":\"".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 100; i++) out.write(new byte[1 << 20]);
        }
        byte[] head = ("POST /Node/Login HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + zipped.size()
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (var socket = new RawSocket(server)) {
            assertThat(socket.send(head).send(zipped.toByteArray()).untilClosed())
                    .contains("\"code\":413");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Deploy/Report", "/Deploy/Chunks", "/Node/Ping", "/Node/PostEvents", "/Node/SendCommand"})
    void largeBody_isNotRead_whenNoTokenHolds(String path) throws Exception {
        String answer = answer("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 30000000\r\n\r\n{");

        assertThat(answer).contains("Token").contains("Connection: close").doesNotContain("body:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "GET / HTTP/1.1\r\nHost", "GET / HTTP/1.1\r\nHost: a\r\nX: "})
    void headHalfSent_isClosed(String half) throws Exception {
        assertThat(answer(half)).doesNotContain("200");
    }

    @Test
    void silentConnection_isClosed() throws Exception {
        assertThat(answer("")).isEmpty();
    }

    @Test
    void secondHeadHalfSent_isClosed() throws Exception {
        String answer = answer("GET /health HTTP/1.1\r\nHost: a\r\n\r\nGET /health HTTP");

        assertThat(answer).contains("\"up\"");
    }

    @Test
    void bodyHalfSent_isClosed() throws Exception {
        String answer = answer("POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{\"name\"");

        assertThat(answer).doesNotContain("HTTP/1.1 2");
    }

    @Test
    void nesting_isRefusedInWords_onBothFaces() {
        String deep = "[".repeat(20_000);

        Reply people = server.api("POST", "/projects", "{\"name\":" + deep);
        Reply machine = server.link("/Node/Login", "{\"Node\":" + deep, null);

        assertThat(people.status()).isEqualTo(400);
        assertThat(people.text("detail")).contains("nested too deep");
        assertThat(machine.code()).isEqualTo(400);
        assertThat(machine.text("message")).contains("nested too deep");
    }

    @Test
    void nullInAList_andHalfACharacter_areRefusedInWords() {
        TestNode node = TestNode.enrolled(server, "web1");

        assertThat(server.link("/Node/PostEvents", "[null]", node.token).code()).isEqualTo(400);
        assertThat(server.link("/Deploy/Report", "{\"Placements\":[null]}", node.token)
                        .code())
                .isEqualTo(400);
        Reply list = server.api("PUT", "/command-policy", "{\"commands\":[null]}");
        assertThat(list.status()).isEqualTo(400);
        assertThat(list.text("detail")).contains("null in a list");
        Reply half = server.api("POST", "/tokens", "{\"kind\":\"api\",\"name\":\"a\\ud800b\"}");
        assertThat(half.status()).isEqualTo(400);
        assertThat(half.text("detail")).contains("half a character");
        Reply labels = server.api("PATCH", "/nodes/" + node.id(), "{\"labels\":{\"a\":null}}");
        assertThat(labels.status()).isEqualTo(400);
    }

    @Test
    void sendCommand_isRecorded_whenItIsRefusedToAViewer() {
        TestNode node = TestNode.enrolled(server, "web1");
        String viewer = server.api(
                        "POST", "/tokens", Map.of("kind", "api", "name", "v", "project", 1, "role", "viewer"))
                .text("token");

        Reply refused = server.link("/Node/SendCommand", Map.of("Code", node.code, "Command", "node/restart"), viewer);

        assertThat(refused.code()).isEqualTo(403);
        Reply rows = server.api("GET", "/changes?kind=access.denied", null);
        assertThat(rows.text("items.0.after.path")).isEqualTo("/Node/SendCommand");
        assertThat(rows.text("items.0.actor")).contains("v");
    }
}
