package io.stardust.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void create_keepsEveryFieldOfTheSeed_whenReadBack() {
        Map<String, Object> seed = new LinkedHashMap<>();
        seed.put("name", "hello.web_1-a");
        seed.put("enabled", true);
        seed.put("fileName", "hello.jar");
        seed.put("arguments", "--color 红");
        seed.put("workingDirectory", "../apps/other");
        seed.put("userName", "www");
        seed.put("displayName", "你好 web");
        seed.put("mode", "shadow");
        seed.put("allowMultiple", true);
        seed.put("maxMemory", 512);
        seed.put("autoStop", true);
        seed.put("reloadOnChange", true);
        seed.put("port", 8080);
        seed.put("priority", -1);
        seed.put("oomScoreAdjust", 500);
        seed.put("healthCheck", "http://localhost:8080/health");
        seed.put("logFiles", "logs/*.log;audit.log");

        Map<String, Object> asked = new LinkedHashMap<>(seed);
        asked.put("environments", "A=1;B=2=3");

        Reply made = server.api("POST", "/deployments", asked);
        server.restart();
        Reply read = server.api("GET", "/deployments/" + made.number("id"), null);

        assertThat(made.status()).isEqualTo(201);
        seed.forEach((field, value) -> assertThat(read.at(field))
                .as(field)
                .satisfies(found -> assertThat(String.valueOf(found)).isEqualTo(String.valueOf(value))));
        assertThat(server.api("GET", "/apps?q=hello.web", null).text("items.0.name"))
                .isEqualTo("hello.web_1-a");
        assertThat(String.valueOf(server.api("GET", "/changes?subject=deployment:" + made.number("id"), null)
                        .body()))
                .contains("name=A")
                .doesNotContain("2=3");
        assertThat(read.text("environment.1.value")).isEqualTo("2=3");
        assertThat(server.api(
                                "GET",
                                "/deployments?q="
                                        + java.net.URLEncoder.encode("你好", java.nio.charset.StandardCharsets.UTF_8),
                                null)
                        .number("total"))
                .isEqualTo(1);
    }

    @Test
    void create_refusesACommandOfAProbeThatNoAgentCanRead() {
        for (String field : List.of("readiness", "liveness")) {
            Reply refused = server.api(
                    "POST",
                    "/deployments",
                    Map.of("name", "fine", field, Map.of("kind", "exec", "target", "check \"it")));

            assertThat(refused.status()).as(field).isEqualTo(400);
            assertThat(refused.text("detail")).startsWith(field + ".target: ").contains("each quote closed");
        }
    }

    @Test
    void create_namesFieldValueAndWhatIsExpected_whenOutOfBounds() {
        Map<String, Object> bad = new LinkedHashMap<>();
        bad.put("name", "../x");
        bad.put("arguments", "x".repeat(4001));
        bad.put("environments", "no equals");
        bad.put("mode", "turbo");
        bad.put("maxMemory", -1);
        bad.put("port", 70000);
        bad.put("priority", 4);
        bad.put("oomScoreAdjust", 1001);
        bad.put("healthCheck", "ftp://x");
        bad.put("workingDirectory", "a\nb");
        bad.put("logFiles", "logs/*.log;../secret");
        bad.forEach((field, value) -> {
            Map<String, Object> body = new LinkedHashMap<>(Map.of("name", "fine"));
            body.put(field, value);

            Reply refused = server.api("POST", "/deployments", body);

            assertThat(refused.status()).as(field).isEqualTo(400);
            assertThat(refused.text("detail")).startsWith(field + ": ").contains("expected: ");
        });
        assertThat(server.api("POST", "/deployments", Map.of("name", "..")).status())
                .isEqualTo(400);
        assertThat(server.api("POST", "/deployments", Map.of()).text("detail")).startsWith("name: missing");
        assertThat(server.api("POST", "/deployments", Map.of("name", "x", "colour", 1))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void create_isRefused_whenTheNameIsTaken() {
        deploys.deployment("hello");

        assertThat(server.api("POST", "/deployments", Map.of("name", "hello")).status())
                .isEqualTo(409);
    }

    @Test
    void edit_keepsTheRestAndDemandsTheNewestRevision() {
        long id = server.api("POST", "/deployments", Map.of("name", "hello", "arguments", "a", "port", 80))
                .number("id");

        Reply edited = server.patch("/deployments/" + id, Map.of("arguments", ""), 1);
        Reply late = server.patch("/deployments/" + id, Map.of("port", 81), 1);

        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.headers().get("etag")).containsExactly("\"2\"");
        assertThat(edited.at("arguments")).isNull();
        assertThat(edited.number("port")).isEqualTo(80);
        assertThat(late.status()).isEqualTo(412);
    }

    @Test
    void list_goesPageByPage() {
        for (int i = 0; i < 5; i++) deploys.deployment("app" + i);
        List<Object> names = new ArrayList<>();

        Object next = 0;
        while (next != null) {
            Reply page = server.api("GET", "/deployments?limit=2&q=APP&cursor=" + next, null);
            for (int i = 0; page.at("items." + i) != null; i++) names.add(page.at("items." + i + ".name"));
            next = page.at("next");
        }

        assertThat(names).containsExactly("app0", "app1", "app2", "app3", "app4");
        assertThat(server.api("GET", "/deployments?name=app3", null).at("items.1"))
                .isNull();
    }

    @Test
    void delete_givesItsPackagesBack_butNotThoseOfOthers() throws IOException {
        long one = deploys.deployment("one");
        deploys.release(one, "only-here");
        deploys.release(one, "shared");
        long two = deploys.deployment("two");
        deploys.release(two, "shared");
        long before = blobs();
        server.clock.advance(Duration.ofHours(2)); // what is young may belong to an upload

        Reply deleted = server.api("DELETE", "/deployments/" + one, null);

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(before).isEqualTo(4); // two packages, each with its manifest
        assertThat(blobs()).isEqualTo(2);
        assertThat(deploys.upload(two, "version=again", BodyPublishers.ofByteArray(Deploys.zip("only-here")))
                        .status())
                .isEqualTo(201);
    }

    private long blobs() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("blobs"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void delete_isRefused_whilePlacementsExist() {
        long id = deploys.deployment("hello");
        long release = deploys.release(id, "1.0");
        var node = TestNode.enrolled(server, "web1");
        long placement = deploys.placement(id, node);
        deploys.publish(id, release);
        long app = server.api("GET", "/deployments/" + id, null).number("appId");

        assertThat(server.api("DELETE", "/deployments/" + id, null).status()).isEqualTo(409);
        assertThat(server.api("DELETE", "/apps/" + app, null).status()).isEqualTo(409);
        assertThat(server.api("DELETE", "/placements/" + placement + "?force=true", null)
                        .status())
                .isEqualTo(204);
        assertThat(server.api("GET", "/deployments/" + id + "/history", null).text("items.0.step"))
                .isEqualTo("queued");
        assertThat(server.api("DELETE", "/deployments/" + id, null).status()).isEqualTo(204);
        assertThat(server.api("GET", "/releases/" + release, null).status()).isEqualTo(404);
        assertThat(server.api("DELETE", "/apps/" + app, null).status()).isEqualTo(204);
    }

    @Test
    void everything_isNotThere_forATokenOfAnotherProject() {
        long id = deploys.deployment("hello");
        long release = deploys.release(id, "1.0");
        var node = TestNode.enrolled(server, "web1");
        long placement = deploys.placement(id, node);
        long rollout = deploys.publish(id, release).number("id");
        long app = server.api("GET", "/deployments/" + id, null).number("appId");
        String token = server.guest("other", "admin").token();

        List<String> gets = List.of(
                "/apps/" + app,
                "/deployments/" + id,
                "/deployments/" + id + "/releases",
                "/deployments/" + id + "/placements",
                "/deployments/" + id + "/rollouts",
                "/deployments/" + id + "/history",
                "/releases/" + release,
                "/placements/" + placement,
                "/placements/" + placement + "/history",
                "/placements/" + placement + "/output",
                "/rollouts/" + rollout);
        List<String> posts = List.of(
                "/deployments/" + id + "/start",
                "/deployments/" + id + "/stop",
                "/deployments/" + id + "/restart",
                "/placements/" + placement + "/start",
                "/placements/" + placement + "/stop",
                "/placements/" + placement + "/restart");
        for (String path : gets) {
            assertThat(server.api("GET", path, null, token).status()).as(path).isEqualTo(404);
        }
        for (String path : posts) {
            assertThat(server.api("POST", path, null, token).status()).as(path).isEqualTo(404);
        }
        for (String path :
                List.of("/apps/" + app, "/deployments/" + id, "/releases/" + release, "/placements/" + placement)) {
            assertThat(server.api("PATCH", path, Map.of(), token).status())
                    .as(path)
                    .isEqualTo(404);
            assertThat(server.api("DELETE", path, null, token).status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(server.api("POST", "/rollouts", Map.of("deploymentId", id), token)
                        .status())
                .isEqualTo(404);
        assertThat(server.api("POST", "/deployments/" + id + "/rollback", Map.of(), token)
                        .status())
                .isEqualTo(404);
        assertThat(server.api("POST", "/deployments/" + id + "/placements", Map.of("nodeId", 1), token)
                        .status())
                .isEqualTo(404);
        for (String list : List.of("/apps", "/deployments", "/placements")) {
            assertThat(server.api("GET", list, null, token).at("items.0"))
                    .as(list)
                    .isNull();
        }
    }
}
