package io.stardust.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlapsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, Object> shape(String name, int port, int overlapPort) {
        return Map.of("name", name, "mode", "shadow", "allowMultiple", true, "port", port, "overlapPort", overlapPort);
    }

    private Reply made(String field, Object value) {
        Map<String, Object> all = new HashMap<>(shape("orders", 8080, 9080));
        all.put(field, value);
        return server.api("POST", "/deployments", all);
    }

    private void refuses(String field, Object value, String words) {
        Reply reply = made(field, value);
        assertThat(reply.status()).as("%s %s", field, value).isEqualTo(400);
        assertThat(String.valueOf(reply.body())).as("%s %s", field, value).contains(words);
    }

    @Test
    void overlapPort_isRefused_withoutWhatItNeeds() {
        refuses("mode", "standard", "mode shadow");
        refuses("allowMultiple", false, "allowMultiple true");
        refuses("port", 0, "a port as well");
        refuses("port", 9080, "another one than port");
        refuses("overlapPort", 65_536, "65535");
        refuses("reloadOnChange", true, "reloadOnChange false");
        refuses("healthCheck", "http://127.0.0.1:8080/", "a readiness probe with a path");
        refuses("readiness", Map.of("kind", "http", "target", "http://127.0.0.1:8080/up"), "readiness.target");
        refuses("liveness", Map.of("kind", "tcp", "target", "127.0.0.1:8080"), "liveness.target");
        refuses("services", List.of(Map.of("name", "Orders", "port", 8080)), "services.port");
    }

    @Test
    void overlapPort_isKept_andMayGoWhenItIsInTheWay() {
        Reply made = made("readiness", Map.of("kind", "http", "target", "/up"));
        assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
        String path = "/deployments/" + made.number("id");
        server.restart();
        assertThat(server.api("GET", path, null).number("overlapPort")).isEqualTo(9080);

        assertThat(server.api("PATCH", path, Map.of("mode", "standard")).status())
                .isEqualTo(400);
        Reply edited = server.api("PATCH", path, Map.of("mode", "standard", "overlapPort", 0));
        assertThat(edited.status()).as("%s", edited.body()).isEqualTo(200);
    }

    @Test
    void place_isRefused_whereAnotherAppHasTheOverlapPort() {
        TestNode node = TestNode.enrolled(server, "web1");
        long first =
                server.api("POST", "/deployments", shape("orders", 8080, 9080)).number("id");
        long second = server.api("POST", "/deployments", Map.of("name", "stock", "port", 9080))
                .number("id");
        Map<String, Object> here = Map.of("nodeId", node.id());
        assertThat(server.api("POST", "/deployments/" + first + "/placements", here)
                        .status())
                .isEqualTo(201);

        Reply refused = server.api("POST", "/deployments/" + second + "/placements", here);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(String.valueOf(refused.body())).contains("port: 9080 on node web1 is the port of placement orders");

        Map<String, Object> elsewhere = Map.of("nodeId", node.id(), "port", 9081);
        assertThat(server.api("POST", "/deployments/" + second + "/placements", elsewhere)
                        .status())
                .isEqualTo(201);
        Reply edited = server.api("PATCH", "/deployments/" + first, Map.of("overlapPort", 9081));
        assertThat(edited.status()).isEqualTo(409);
    }
}
