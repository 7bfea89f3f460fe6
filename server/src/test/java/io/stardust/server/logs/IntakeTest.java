package io.stardust.server.logs;

import static io.stardust.server.logs.TestLogs.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.OutputHead;
import io.stardust.protocol.deploy.OutputHead.Mark;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.instance.TestApp;
import io.stardust.server.node.TestNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How logs come in, over HTTP. */
class IntakeTest {
    private static final String STREAM = "0123456789abcdef";

    @TempDir
    Path data;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of()); // so that settings can be edited
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** What a client sent and got. */
    private record Sent(int status, String body) {}

    private Sent post(String path, byte[] body, Map<String, String> headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Sent(answer.statusCode(), answer.body());
        }
    }

    private Reply found(String app) {
        return TestLogs.search(server, server.admin, "order=oldest&app=" + app);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // --- OTLP ---

    @Test
    void exporter_isTheAppOfItsToken_whateverItSays() {
        TestLogs shop = new TestLogs(server, "shop", 1);
        shop.send(Map.of("service.name", "billing"), List.of(shop.line("INFO", "hello", 0)));

        assertThat(found("shop").at("items.0.app")).isEqualTo("shop");
        assertThat(server.api("GET", "/apps?q=billing", null).at("items.0")).isNull();
    }

    @Test
    void exporter_isRefused_withATokenThatIsNone() throws Exception {
        TestLogs shop = new TestLogs(server, "shop", 1);
        byte[] body = utf8("{\"resourceLogs\":[]}");
        Map<String, String> json = Map.of("Content-Type", "application/json");

        assertThat(post("/v1/logs", body, json).status()).isEqualTo(401);
        assertThat(server.link("/v1/logs", Map.of("resourceLogs", List.of()), "shop.wrong")
                        .status())
                .isEqualTo(401);
        assertThat(server.link("/v1/logs", Map.of("resourceLogs", List.of()), shop.token)
                        .status())
                .isEqualTo(200);
        long key = server.api("GET", "/apps/" + shop.id + "/keys", null).number("items.0.id");
        server.api("DELETE", "/apps/" + shop.id + "/keys/" + key, null);
        assertThat(shop.send(List.of(shop.line("INFO", "late", 0))).status()).isEqualTo(401);
    }

    @Test
    void ingestToken_canDoNothingElse() {
        TestLogs shop = new TestLogs(server, "shop", 1);
        var app = new TestApp(server, "shop");
        app.secret = shop.token.substring(shop.token.indexOf('.') + 1);

        assertThat(app.login().code()).isNotZero();
        assertThat(server.link("/Config/GetAll", Map.of("appId", "shop", "secret", app.secret), null)
                        .code())
                .isNotZero();
        assertThat(server.api("GET", "/apps/" + shop.id + "/keys", null).at("items.0.ingest"))
                .isEqualTo(true);
    }

    @Test
    void exporter_maySendByTheTokenOfALogin() {
        TestApp app = TestApp.keyed(server, "shop", 1);
        Map<String, Object> record = Map.of("body", Map.of("stringValue", "by login"));
        Map<String, Object> logs =
                Map.of("resourceLogs", List.of(Map.of("scopeLogs", List.of(Map.of("logRecords", List.of(record))))));

        assertThat(server.link("/v1/logs", logs, app.token).status()).isEqualTo(200);

        assertThat(found("shop").at("items.0.instance")).isEqualTo(app.client);
    }

    @Test
    void exporter_maySendPacked() throws Exception {
        TestLogs shop = new TestLogs(server, "shop", 1);
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(
                    utf8(
                            "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"packed\"}}]}]}]}"));
        }

        Sent sent = post(
                "/v1/logs",
                packed.toByteArray(),
                Map.of(
                        "Content-Type", "application/json",
                        "Content-Encoding", "gzip",
                        "Authorization", "Bearer " + shop.token));
        assertThat(sent).isEqualTo(new Sent(200, "{}"));
        assertThat(messages(found("shop"))).containsExactly("packed");
    }

    @Test
    void batch_isStoredOnce_whenTheExporterSendsItAgain() {
        TestLogs shop = new TestLogs(server, "shop", 1);
        var batch = List.of(shop.line("INFO", "once", 0));
        shop.send(batch);
        assertThat(shop.send(batch).status()).isEqualTo(200);
        server.restart();
        shop.send(batch);

        assertThat(messages(found("shop"))).containsExactly("once");
    }

    @Test
    void batches_thatAreAlike_areAllStored_whenTheyHaveNoTimes() {
        TestLogs shop = new TestLogs(server, "shop", 1);
        for (int i = 0; i < 2; i++) shop.send(List.of(Map.of("body", Map.of("stringValue", "backup done"))));

        assertThat(messages(found("shop"))).containsExactly("backup done", "backup done");
    }

    @Test
    void exporter_hearsWhatIsWrong() throws Exception {
        TestLogs shop = new TestLogs(server, "shop", 1);
        String bearer = "Bearer " + shop.token;

        assertThat(post("/v1/logs", utf8("x"), Map.of("Content-Type", "text/plain", "Authorization", bearer))
                        .status())
                .isEqualTo(415);
        Sent broken = post(
                "/v1/logs",
                utf8("{\"resourceLogs\":["),
                Map.of("Content-Type", "application/json", "Authorization", bearer));
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.body()).startsWith("{\"message\":\"");
        assertThat(post(
                                "/v1/logs",
                                new byte[] {0x0a, 0x7f, 1},
                                Map.of("Content-Type", "application/x-protobuf", "Authorization", bearer))
                        .status())
                .isEqualTo(400);
        var bomb = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[64 << 20]);
        }
        Map<String, String> zipped =
                Map.of("Content-Type", "application/x-protobuf", "Content-Encoding", "gzip", "Authorization", bearer);
        Sent refused = post("/v1/logs", bomb.toByteArray(), zipped);
        assertThat(refused.status()).as("%s", refused).isEqualTo(413);
    }

    @Test
    void app_thatLogsTooMuch_isToldInItsLog() {
        server.api("PUT", "/settings/logs.app-bytes-an-hour", Map.of("value", "1048576"));
        TestLogs shop = new TestLogs(server, "shop", 1);
        String megabyte = "x".repeat(1_048_000);
        shop.say("INFO", megabyte, megabyte);
        shop.say("INFO", "one too many");
        shop.say("INFO", "another");

        assertThat(messages(shop.search("refused")))
                .singleElement()
                .asString()
                .startsWith("1 records (12 bytes) of this app were refused");
        assertThat(messages(shop.search("many"))).isEmpty();
        Reply volume = server.api("GET", "/logs/volume", null);
        assertThat(volume.number("apps.0.refusedRecords")).isEqualTo(2);
        assertThat(volume.number("hourBytes")).isEqualTo(1 << 20);
    }

    // --- POST /Log ---

    private static final String OLD = """
            #Software: shop
            #Fields: Time ThreadID Kind Name Message
            10:00:00.123  7 N - order 17 paid
            10:00:00.124 12 Y Timer tick
               at Shop.Pay()
            """.replace("\n", "\r\n");

    @Test
    void oldClient_isKnown_byItsLogin() throws Exception {
        TestApp app = TestApp.keyed(server, "shop", 1);

        Sent sent = post("/Log", utf8(OLD), Map.of("X-AppId", "shop", "X-ClientId", app.client));
        assertThat(sent).isEqualTo(new Sent(200, ""));

        Reply found = TestLogs.search(server, server.admin, "order=oldest&app=shop&from=0");
        assertThat(messages(found)).hasSize(2);
        assertThat(found.text("items.1.message")).endsWith("tick\n   at Shop.Pay()");
        assertThat(found.at("items.0.thread")).isEqualTo("7");
        assertThat(found.at("items.0.instance")).isEqualTo(app.client);
        assertThat(post("/log", utf8(OLD), Map.of("X-Token", String.valueOf(app.token)))
                        .body())
                .isEmpty();
    }

    @Test
    void oldClient_isRefused_andMakesNoApp_whenNobodyKnowsIt() throws Exception {
        TestApp app = TestApp.keyed(server, "shop", 1);

        for (Map<String, String> headers : List.of(
                Map.<String, String>of(),
                Map.of("X-AppId", "stranger", "X-ClientId", "1@2"),
                Map.of("X-AppId", "shop", "X-ClientId", "1@2"))) {
            assertThat(post("/Log", utf8(OLD), headers).body()).contains("\"code\":401");
        }
        assertThat(server.api("GET", "/apps?q=stranger", null).at("items.0")).isNull();
        assertThat(messages(found(app.name))).isEmpty();
    }

    @Test
    void oldClient_needsNothing_whereTheSettingSaysSo() throws Exception {
        server.api("PUT", "/settings/logs.public", Map.of("value", "true"));
        new TestLogs(server, "shop", 1);

        assertThat(post("/Log", utf8(OLD), Map.of("X-AppId", "shop", "X-ClientId", "1@2"))
                        .body())
                .isEmpty();
        assertThat(post("/Log", utf8(OLD), Map.of("X-AppId", "stranger")).body())
                .contains("\"code\":401");
    }

    // --- output ---

    private Sent output(TestNode node, OutputHead head, byte[] body) throws Exception {
        return post(
                "/Deploy/Output",
                body,
                Map.of("X-Token", String.valueOf(node.token), "X-Output", Json.WIRE.text(head)));
    }

    private long placed(TestNode node) {
        var deploys = new Deploys(server);
        return deploys.placement(deploys.deployment("shop"), node);
    }

    private static OutputHead head(long placement, long from, long lost, @Nullable List<Mark> marks) {
        return new OutputHead(placement, STREAM, from, lost, marks, null);
    }

    @Test
    void output_isFound_withTimeReleaseAndNode() throws Exception {
        TestNode node = TestNode.enrolled(server, "web1");
        long placement = placed(node);
        long now = server.clock.millis();
        byte[] first = utf8("hello\n");
        byte[] body = utf8("hello\nERROR it fails\njava.lang.Error: no\n\tat a.B.c(B.java:1)\n");

        Sent sent = output(
                node,
                head(
                        placement,
                        100,
                        0,
                        List.of(new Mark(100, now - 5_000, "1.0", 7), new Mark(100 + first.length, now, "1.1", 8))),
                body);
        assertThat(sent.body()).contains("\"code\":0");

        Reply found = found("shop");
        assertThat(messages(found)).hasSize(2);
        assertThat(found.at("items.0.message")).isEqualTo("hello");
        assertThat(found.number("items.0.time")).isEqualTo(now - 5_000);
        assertThat(found.at("items.0.release")).isEqualTo("1.0");
        assertThat(found.text("items.1.message")).contains("it fails", "\tat a.B.c(B.java:1)");
        assertThat(found.at("items.1.level")).isEqualTo("error");
        assertThat(found.at("items.1.release")).isEqualTo("1.1");
        assertThat(found.at("items.1.node")).isEqualTo("web1");
    }

    @Test
    void output_isStoredOnce_whenItIsSentAgain() throws Exception {
        TestNode node = TestNode.enrolled(server, "web1");
        long placement = placed(node);
        for (int i = 0; i < 2; i++) output(node, head(placement, 0, 0, null), utf8("once\n"));
        server.restart();
        assertThat(output(node, head(placement, 0, 0, null), utf8("once\n")).body())
                .contains("\"code\":0");
        output(node, head(placement, 5, 0, null), utf8("then\n"));

        assertThat(messages(found("shop"))).containsExactlyInAnyOrder("once", "then");
    }

    @Test
    void output_saysWhatWasLost() throws Exception {
        TestNode node = TestNode.enrolled(server, "web1");
        long placement = placed(node);
        output(node, head(placement, 4_096, 4_096, null), utf8("on\n"));

        assertThat(messages(found("shop")))
                .contains("4,096 bytes of output were rotated away on the node before they could be sent");
    }

    @Test
    void output_isFoundByItsFile_whenTheAppWroteOne() throws Exception {
        TestNode node = TestNode.enrolled(server, "web1");
        long placement = placed(node);
        output(node, head(placement, 0, 0, null), utf8("stock is low\n"));
        output(
                node,
                new OutputHead(placement, "fedcba9876543210", 0, 7, null, "logs/app.log"),
                utf8("{\"msg\":\"stock is out\",\"file\":\"Stock.java\"}\n"));

        Reply found = found("shop&q=%40file%3Alogs%2Fapp.log");
        assertThat(messages(found)).hasSize(2).contains("stock is out");
        assertThat(output(node, new OutputHead(placement, STREAM, 9, 0, null, "x".repeat(301)), utf8("x\n"))
                        .body())
                .contains("\"code\":400");
    }

    @Test
    void output_isRefused_ofAPlacementOfAnotherNode() throws Exception {
        TestNode node = TestNode.enrolled(server, "web1");
        TestNode other = TestNode.enrolled(server, "web2");
        long placement = placed(node);

        assertThat(output(other, head(placement, 0, 0, null), utf8("x\n")).body())
                .contains("\"code\":404");
        assertThat(output(node, new OutputHead(placement, "x", 0, 0, null, null), utf8("x\n"))
                        .body())
                .contains("\"code\":400");
        assertThat(post("/Deploy/Output", utf8("x\n"), Map.of("X-Token", String.valueOf(node.token)))
                        .body())
                .contains("\"code\":400");
    }

    // --- faults ---

    @Test
    void server_servesAllElse_whenTheLogsCannotBeOpened() throws Exception {
        server.stop();
        Files.writeString(data.resolve("telemetry/format"), "stardust telemetry 99\n");
        server.restart();

        Reply refused = server.api("GET", "/logs", null);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text("detail"))
                .startsWith("the logs are not available: ")
                .contains("99");
        assertThat(server.api("GET", "/apps", null).status()).isEqualTo(200);
        Reply health = server.link("/health", null, server.admin);
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.at("telemetry.state")).isEqualTo("newer");
        assertThat(health.text("telemetry.problem")).contains("99");
        TestLogs shop = new TestLogs(server, "shop", 1);
        Reply sent = shop.send(List.of(shop.line("INFO", "later", 0)));
        assertThat(sent.status()).isEqualTo(503);
        assertThat(sent.headers().get("retry-after")).isEqualTo(List.of("5"));
    }

    @Test
    void records_ofOtherTimes_areKeptWhereTheyMayBe() {
        TestLogs shop = new TestLogs(server, "shop", 1);
        long day = Duration.ofDays(1).toMillis();
        shop.send(List.of(
                shop.line("INFO", "a year old", -365 * day),
                shop.line("INFO", "next year", 365 * day),
                shop.line("INFO", "an hour behind", -3_600_000)));

        Reply found = TestLogs.search(server, server.admin, "app=shop&from=0&to=4102444800000");
        assertThat(messages(found)).containsExactly("next year", "an hour behind");
        assertThat(found.number("items.0.time")).isEqualTo(server.clock.millis());
    }
}
