package io.stardust.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.stardust.api.access.PersonView;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.node.EventModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Both faces over real sockets, with a few routes of the test's own. */
class FacesTest {
    private static final Caller VIEWER = new Caller("user:1 v", 1, "v", false, Map.of(5L, Role.VIEWER));
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static WebServer web;

    @BeforeAll
    static void serve() {
        var api = new Api(
                        credentials -> "viewer".equals(credentials.bearer()) ? VIEWER : null,
                        (_, _, _, _, _) -> {},
                        false)
                .post("/notes", Need.NOTHING, call -> Answer.created("/notes/1", call.body(PersonView.class)))
                .get(
                        "/notes/{id}",
                        Need.VIEWER,
                        call -> Answer.of(new PersonView(call.id("id"), "n", null, false, false, "local", 1), 7))
                .post("/secret", Need.OPERATOR, _ -> Answer.none())
                .get("/bug", Need.NOTHING, _ -> {
                    throw new IllegalStateException("a bug, on purpose");
                });
        var link = new LinkApi((_, _, _, _, _) -> {})
                .post("/Node/Echo", call -> call.body(EventModel.class))
                .get("/Node/Token", call -> String.valueOf(call.token()))
                .get("/Node/Refuse", _ -> {
                    throw new Envelope.Refused(Envelope.FORBIDDEN, "not you");
                })
                .get("/Node/Bug", _ -> {
                    throw new IllegalStateException("a bug, on purpose");
                })
                .get("/Node/None", _ -> List.of());
        var routing = HttpRouting.builder();
        new Entrance(() -> Networks.NONE, Bodies.ofThisRuntime()).register(routing);
        Errors.register(routing);
        api.register(routing);
        link.register(routing);
        web = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .addRouting(routing)
                .build()
                .start();
    }

    @AfterAll
    static void stop() {
        web.stop();
    }

    private static HttpResponse<String> send(String method, String path, byte[] body, String... headers)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) request.headers(headers);
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    @Test
    void answer_isJsonWithSafeHeaders() throws Exception {
        var answer = send("GET", "/api/v1/notes/3", "", "Authorization", "Bearer viewer");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"id\":3,\"name\":\"n\",\"platform\":false,\"locked\":false,\"source\":\"local\",\"revision\":1}");
        assertThat(answer.headers().firstValue("ETag")).contains("\"7\"");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void created_tellsWhereItIs() throws Exception {
        var answer = send("POST", "/api/v1/notes", "{\"name\":\"a\"}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).contains("/api/v1/notes/1");
    }

    @Test
    void need_isChecked_beforeTheHandler() throws Exception {
        assertThat(send("POST", "/api/v1/secret", "").statusCode()).isEqualTo(401);
        assertThat(send("POST", "/api/v1/secret", "").headers().firstValue("WWW-Authenticate"))
                .contains("Bearer");
        var denied = send("POST", "/api/v1/secret", "", "Authorization", "Bearer viewer");
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).contains("v lacks the right: operator");
    }

    @Test
    void problem_isProblemJson_andNamesTheUnknownField() throws Exception {
        var answer = send("POST", "/api/v1/notes", "{\"nmae\":\"a\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"status\":400").contains("nmae");
    }

    @Test
    void problem_tellsWhatWasExpected_whenAnIdIsNone() throws Exception {
        var answer = send("GET", "/api/v1/notes/x", "", "Authorization", "Bearer viewer");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("id: x (expected: a number above 0)");
    }

    @Test
    void bug_isToldByIdOnly_withoutAStackTrace() throws Exception {
        var people = send("GET", "/api/v1/bug", "");
        var machine = send("GET", "/Node/Bug", "");

        assertThat(people.statusCode()).isEqualTo(500);
        assertThat(people.body()).contains("\"error\":\"").doesNotContain("on purpose", "IllegalState", "at io.");
        assertThat(machine.statusCode()).isEqualTo(200);
        assertThat(machine.body()).startsWith("{\"code\":500,").doesNotContain("on purpose", "IllegalState");
    }

    @Test
    void unknownPaths_areNotFound() throws Exception {
        assertThat(send("GET", "/api/v1/nowhere", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/nowhere", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/nowhere", "").body()).doesNotContain("\tat ");
    }

    @Test
    void tooLargeABody_isToldWhy_alsoWhenItsSenderReadsOnlyAfterSendingAll() throws Exception {
        int size = 3 << 20;
        for (int round = 0; round < 20; round++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
                socket.setSoTimeout(20_000);
                var out = socket.getOutputStream();
                out.write(("POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.write(new byte[size]);
                out.flush();

                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer)
                        .startsWith("HTTP/1.1 413")
                        .contains("Connection: close", "body: 3145728 bytes (expected: at most 16384)");
            }
        }
    }

    @Test
    void connection_ends_whenARequestWasRefusedBeforeItsBody() throws Exception {
        int size = 3 << 20;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
            socket.setSoTimeout(20_000);
            var out = socket.getOutputStream();
            out.write(("POST /api/v1/secret HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[size]);
            out.flush();

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 401").contains("Connection: close", "stardust login");
        }
    }

    @Test
    void refusal_comesBeforeTheBody_whenTheClientWaitsForIt() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            "POST /api/v1/secret HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\nExpect: 100-continue\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));

            assertThat(readUntil(socket.getInputStream(), "login")).startsWith("HTTP/1.1 401");
        }
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        var read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.UTF_8).contains(end)) {
            int next = in.read();
            if (next < 0) break;
            read.write(next);
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    @Test
    void machinePaths_areFoundInAnyCase_andWithASlash() throws Exception {
        for (String path : List.of("/Node/Echo", "/node/echo", "/NODE/ECHO", "/node/Echo/")) {
            assertThat(send("POST", path, "{\"NAME\":\"a\"}").body())
                    .as(path)
                    .startsWith("{\"code\":0,\"data\":")
                    .contains("\"a\"");
        }
    }

    @Test
    void machineAnswers_areEnvelopes() throws Exception {
        assertThat(send("GET", "/Node/Refuse", "").body())
                .isEqualTo("{\"code\":403,\"message\":\"not you\",\"traceId\":null}");
        assertThat(send("GET", "/Node/None", "").body()).isEqualTo("{\"code\":0,\"data\":[]}");
        assertThat(send("POST", "/Node/Echo", "[1]").body()).startsWith("{\"code\":400,\"message\":\"body: ");
        assertThat(send("DELETE", "/Node/Echo", "").statusCode()).isEqualTo(405);
    }

    @Test
    void machineBody_isUnzipped_whateverTheHeadersSay() throws Exception {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write("{\"name\":\"zipped\"}".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(send("POST", "/node/echo", zipped.toByteArray()).body()).contains("zipped");
    }

    @Test
    void machineToken_isTakenFromQueryThenHeaders() throws Exception {
        assertThat(send("GET", "/node/token?TOKEN=q", "", "Authorization", "Bearer h", "X-Token", "x")
                        .body())
                .contains("\"q\"");
        assertThat(send("GET", "/node/token", "", "Authorization", "Bearer h", "X-Token", "x")
                        .body())
                .contains("\"h\"");
        assertThat(send("GET", "/node/token", "", "X-Token", "x").body()).contains("\"x\"");
    }
}
