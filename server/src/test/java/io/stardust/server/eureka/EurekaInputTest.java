package io.stardust.server.eureka;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.eureka.TestEureka.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in by Eureka's door, and with what. */
@Tag("sqlite") // the database has no part in it
class EurekaInputTest {
    private static final String ID = "10.0.0.9:orders:8080";

    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestEureka orders;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of());
        enable(true);
        orders = TestEureka.keyed(server, "orders", 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void enable(boolean on) {
        Reply set = server.api("PUT", "/settings/eureka.enabled", Map.of("value", String.valueOf(on)), server.admin);
        assertThat(set.status()).isEqualTo(200);
    }

    @Test
    void door_isShut_unlessItIsEnabled() {
        assertThat(orders.get("/apps").status()).isEqualTo(200);
        enable(false);
        assertThat(orders.get("/apps").status()).isEqualTo(404);
    }

    @Test
    void caller_isRefused_whoProvesNoApp() {
        Answer nobody = orders.send(java.net.http.HttpRequest.newBuilder(
                java.net.URI.create("http://127.0.0.1:" + server.port() + "/eureka/apps")));
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("WWW-Authenticate")).startsWith("Basic");
        assertThat(nobody.text()).startsWith("Authorization: missing");

        Answer wrong = new TestEureka(server, "orders", "guessed").get("/apps");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text()).startsWith("Authorization: does not prove app orders");
        assertThat(new TestEureka(server, "unknown", "guessed").get("/apps").status())
                .isEqualTo(401);
        assertThat(new TestEureka(server, "StarAgent", "").get("/apps").status())
                .isEqualTo(401);
        assertThat(orders.send(orders.request("/apps").setHeader("Authorization", "Basic %%%"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void key_countsNoMore_onceItIsRevoked() {
        orders.register("orders", ID, "UP");
        long app = server.api("GET", "/apps?q=orders", null).number("items.0.id");
        long key = server.api("GET", "/apps/" + app + "/keys", null).number("items.0.id");
        TestEureka web = TestEureka.keyed(server, "web", 1);
        assertThat(web.get("/apps/ORDERS").status()).isEqualTo(200);

        server.api("DELETE", "/apps/" + app + "/keys/" + key, null);
        assertThat(orders.get("/apps").status()).isEqualTo(401);
        ServerUnderTest.await(() -> web.get("/apps/ORDERS").status() == 404);
    }

    @Test
    void app_isRefused_whenItIsDisabled() {
        orders.get("/apps");
        Reply app = server.api("GET", "/apps?q=orders", null);
        server.patch("/apps/" + app.number("items.0.id"), Map.of("enabled", false), app.number("items.0.revision"));

        assertThat(orders.get("/apps").status()).isEqualTo(403);
    }

    @Test
    void caller_isNotListenedTo_afterTooManyWrongSecrets() {
        var guessing = new TestEureka(server, "orders", "guessed");
        for (int i = 0; i < 60; i++) guessing.get("/apps");

        assertThat(guessing.get("/apps").status()).isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"instance\":7}",
                "{\"instance\":{}}",
                "{\"instance\":{\"app\":\"OTHER\",\"hostName\":\"h\"}}",
                "{\"instance\":{\"app\":\"ORDERS\"}}",
                "{\"instance\":{\"app\":\"ORDERS\",\"hostName\":\"h\",\"port\":{\"$\":70000,\"@enabled\":\"true\"}}}",
                "{\"instance\":{\"app\":\"ORDERS\",\"hostName\":\"h\",\"port\":{\"$\":80,\"@enabled\":\"false\"}}}",
                "{\"instance\":{\"app\":\"ORDERS\",\"hostName\":\"a b\",\"port\":{\"$\":80,\"@enabled\":\"true\"}}}",
                "{\"instance\":{\"app\":\"ORDERS\",\"hostName\":\"a,evil.example\",\"port\":{\"$\":80,\"@enabled\":\"true\"}}}",
                "{\"instance\":{\"app\":\"ORDERS\",\"hostName\":\"evil.example/\",\"port\":{\"$\":80,\"@enabled\":\"true\"}}}",
                "{\"instance\":{\"app\":\"ORDERS\",\"hostName\":[],\"port\":{\"$\":80,\"@enabled\":\"true\"}}}",
                "{\"instance\":{\"app\":\"ORDERS\",\"hostName\":\"h\",\"instanceId\":\"a#b\"}}",
                "{\"instance\":{\"app\":\"ORDERS\",\"hostName\":\"h\",\"metadata\":{\"a\":{}}}}",
                "{\"instance\":{\"app\":\"ORDERS\",\"hostName\":\"h\",\"lastDirtyTimestamp\":\"soon\"}}",
            })
    void json_isRefused_whenItIsNoInstance(String body) {
        Answer refused = orders.post("/apps/ORDERS", TestEureka.JSON, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.text()).contains("\"detail\":");
        assertThat(orders.get("/apps/ORDERS").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<instance>",
                "<other/>",
                "<instance/>",
                "<!DOCTYPE instance [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><instance><app>ORDERS</app>"
                        + "<hostName>&x;</hostName></instance>",
                "<!DOCTYPE instance SYSTEM \"http://127.0.0.1:1/x.dtd\"><instance><app>ORDERS</app>"
                        + "<hostName>h</hostName></instance>",
                "<instance><app>ORDERS</app><hostName>&x;</hostName></instance>",
                "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a></a></a></a>"
                        + "</a></a></a></a></a></a>",
            })
    void xml_isRefused_whenItIsNoInstance(String body) {
        Answer refused = orders.post("/apps/ORDERS", TestEureka.XML, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(orders.get("/apps/ORDERS").status()).isEqualTo(404);
    }

    @Test
    void body_isRefused_whenItIsTooLarge() throws IOException {
        String large = TestEureka.document("orders", ID, "UP") + " ".repeat(64 << 10);

        assertThat(orders.post("/apps/ORDERS", TestEureka.JSON, large).status()).isEqualTo(413);
        assertThat(orders.post("/apps/ORDERS", TestEureka.XML, large).status()).isEqualTo(413);
        assertThat(orders.post("/apps/ORDERS", TestEureka.JSON, zipped(large)).status())
                .isEqualTo(413);
    }

    @Test
    void body_mayBeZippedOrInChunks_andSoAreAnswers() throws IOException {
        String document = TestEureka.document("orders", ID, "UP");
        assertThat(orders.post("/apps/ORDERS", TestEureka.JSON, zipped(document))
                        .status())
                .isEqualTo(204);
        var chunks = BodyPublishers.ofInputStream(
                () -> new java.io.ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
        assertThat(orders.send(orders.request("/apps/ORDERS")
                                .header("Content-Type", TestEureka.JSON)
                                .POST(chunks))
                        .status())
                .isEqualTo(204);

        orders.register("orders", "another", "UP");
        Answer zipped = orders.send(orders.request("/apps").header("Accept-Encoding", "gzip"));
        assertThat(zipped.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(zipped.at("applications.apps__hashcode")).isEqualTo("UP_2_");
    }

    private static byte[] zipped(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    @Test
    void app_hasSoManyInstances_andNoMore() {
        for (int i = 0; i < Papers.MOST; i++) {
            assertThat(orders.register("orders", "i" + i, "DOWN").status()).isEqualTo(204);
        }

        assertThat(orders.register("orders", "one more", "DOWN").status()).isEqualTo(403);
        assertThat(orders.register("orders", "i1", "DOWN").status()).isEqualTo(204);
    }

    @Test
    void path_isNotFound_whenEurekaHasNone() {
        assertThat(orders.get("/").status()).isEqualTo(404);
        assertThat(orders.get("/peerreplication/batch").status()).isEqualTo(404);
        assertThat(orders.put("/apps").status()).isEqualTo(404);
        assertThat(orders.get("//apps/").status()).isEqualTo(200);
        assertThat(orders.send(orders.request("/apps").method("PATCH", BodyPublishers.noBody()))
                        .status())
                .isEqualTo(405);
    }
}
