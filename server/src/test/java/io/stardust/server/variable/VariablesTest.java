package io.stardust.server.variable;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environment variables on the people face, at rest, and on their way to the node. */
class VariablesTest {
    private static final String ANY = "Server=db1;Database=shop\n\"User\"='sa' 红 ";

    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode node;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        node = TestNode.enrolled(server, "web1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply create(Object... environment) {
        return server.api("POST", "/deployments", Map.of("name", "shop", "environment", List.of(environment)));
    }

    private Reply edit(long id, Map<String, Object> patch) {
        return server.api("PATCH", "/deployments/" + id, patch);
    }

    private static Map<String, Object> plain(String name, String value) {
        return Map.of("name", name, "value", value);
    }

    private static Map<String, Object> secret(String name, String value) {
        return Map.of("name", name, "value", value, "secret", true);
    }

    /** Placed and published; returns what the agent is told. */
    private Reply told(long deployment) {
        deploys.placement(deployment, node);
        deploys.publish(deployment, deploys.release(deployment, "1.0"));
        return deploys.wanted(node);
    }

    @Test
    void value_isAnyText_inTheAnswerAndForTheAgent() {
        Reply made = create(plain("Db", ANY), plain("A", ""));

        Reply told = told(made.number("id"));

        assertThat(made.status()).as(String.valueOf(made.body())).isEqualTo(201);
        assertThat(made.text("environment.0.value")).isEqualTo(ANY);
        assertThat(told.text("data.0.Service.EnvironmentMap.Db")).isEqualTo(ANY);
        assertThat(told.text("data.0.Service.EnvironmentMap.A")).isEmpty();
    }

    @Test
    void text_isStillUnderstood_andSentAsBefore_whenItSaysAll() {
        long id = server.api("POST", "/deployments", Map.of("name", "shop", "environments", "A=1;B=2=3\nC=4"))
                .number("id");

        Reply told = told(id);

        assertThat(told.text("data.0.Service.Environments")).isEqualTo("A=1;B=2=3;C=4");
        assertThat(told.at("data.0.Service.EnvironmentMap")).isNull();
    }

    @Test
    void edit_changesSingleOnes_andLeavesTheOthers() {
        long id = create(plain("A", "1"), plain("B", "2")).number("id");

        Reply set = edit(id, Map.of("environmentSet", List.of(plain("C", "3"), plain("A", "9"))));
        Reply removed = edit(id, Map.of("environmentRemove", List.of("B")));
        Reply unknown = edit(id, Map.of("environmentRemove", List.of("NOPE")));
        Reply both = edit(id, Map.of("environmentSet", List.of(plain("D", "4")), "environments", "E=5"));
        Reply cleared = edit(id, Map.of("environment", List.of()));

        assertThat(String.valueOf(set.at("environment")))
                .isEqualTo("[{name=A, value=9, secret=false}, {name=B, value=2, secret=false}, "
                        + "{name=C, value=3, secret=false}]");
        assertThat(String.valueOf(removed.at("environment"))).doesNotContain("B");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text("detail")).contains("NOPE", "one of A, C");
        assertThat(both.status()).isEqualTo(400);
        assertThat(cleared.at("environment")).isNull();
    }

    @Test
    void override_changesSingleOnes_too() {
        long id = create(plain("A", "1")).number("id");
        long placement = deploys.placement(id, node);

        server.api("PATCH", "/placements/" + placement, Map.of("environmentSet", List.of(plain("B", "x;y"))));
        Reply edited =
                server.api("PATCH", "/placements/" + placement, Map.of("environmentSet", List.of(secret("P", "hush"))));
        deploys.publish(id, deploys.release(id, "1.0"));
        Reply told = deploys.wanted(node);
        Reply cleared = server.api("PATCH", "/placements/" + placement, Map.of("clear", List.of("environment")));

        assertThat(String.valueOf(edited.body())).contains("x;y").doesNotContain("hush");
        assertThat(String.valueOf(told.at("data.0.Service.EnvironmentMap"))).isEqualTo("{A=1, B=x;y, P=hush}");
        assertThat(cleared.at("environment")).isNull();
    }

    @Test
    void secret_isToldToItsNodeAlone_andKeptThroughEdits() throws IOException {
        long id = create(secret("DB_PASSWORD", "hush-4711"), plain("A", "1")).number("id");

        Reply kept = edit(
                id, Map.of("environment", List.of(Map.of("name", "DB_PASSWORD"), plain("A", "2"), plain("B", "3"))));
        Reply told = told(id);
        Reply open = edit(id, Map.of("environmentSet", List.of(Map.of("name", "DB_PASSWORD", "secret", false))));
        Reply renewed = edit(id, Map.of("environmentSet", List.of(plain("DB_PASSWORD", "hush-4712"))));

        assertThat(kept.at("environment.0.value")).isNull();
        assertThat(kept.at("environment.0.secret")).isEqualTo(true);
        assertThat(told.text("data.0.Service.Environments")).isEqualTo("DB_PASSWORD=hush-4711;A=2;B=3");
        assertThat(open.status()).isEqualTo(400);
        assertThat(open.text("detail")).contains("DB_PASSWORD", "not shown again");
        assertThat(renewed.at("environment.0.secret")).isEqualTo(true);
        assertThat(deploys.wanted(node).text("data.0.Service.Environments")).startsWith("DB_PASSWORD=hush-4712");
        for (String path : List.of("/deployments", "/deployments/" + id, "/placements", "/changes")) {
            assertThat(String.valueOf(server.api("GET", path, null).body()))
                    .as(path)
                    .doesNotContain("hush-");
        }
        for (Path file : files()) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain("hush-");
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void rotation_sealsAllAnew_andOldKeysMayGo() throws IOException {
        long id = create(secret("P", "hush")).number("id");
        long placement = deploys.placement(id, node);
        server.api("PATCH", "/placements/" + placement, Map.of("environmentSet", List.of(secret("Q", "hush2"))));
        deploys.publish(id, deploys.release(id, "1.0"));

        Reply rotated = server.api("POST", "/secrets/rotate", null);
        Files.delete(data.resolve("keys/secret.key"));
        server.restart();

        assertThat(rotated.status()).as(String.valueOf(rotated.body())).isEqualTo(200);
        assertThat(rotated.number("resealed")).isEqualTo(3); // with the secret of the node
        assertThat(deploys.wanted(node).text("data.0.Service.Environments")).isEqualTo("P=hush;Q=hush2");
        assertThat(node.login(null).code()).isZero();
    }

    @Test
    void limits_areSaid() {
        Reply name = create(plain("A B", "1"));
        Reply nothing = create(Map.of("name", "A"));
        Reply twice = create(plain("A", "1"), plain("A", "2"));
        Reply large = create(plain("A", "x".repeat(32_001)));
        Reply zero = create(plain("A", "x\0y"));

        for (Reply refused : List.of(name, nothing, twice, large, zero)) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("detail")).startsWith("environment").contains("expected: ");
        }
    }

    @Test
    void foreignAgent_isNotGivenWhatItCannotBeTold() {
        TestNode old = TestNode.enrolled(server, "old", 1, "3.6.2");
        long id = create(plain("A", "1")).number("id");
        deploys.placement(id, old);

        Reply edited = edit(id, Map.of("environmentSet", List.of(plain("B", "x;y"))));
        long other = server.api(
                        "POST", "/deployments", Map.of("name", "other", "environment", List.of(plain("B", "x\ny"))))
                .number("id");
        Reply placed = server.api("POST", "/deployments/" + other + "/placements", Map.of("nodeId", old.id()));

        for (Reply refused : List.of(edited, placed)) {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("detail")).contains("the value of B", "node old");
        }
        assertThat(server.api("GET", "/deployments/" + id, null).at("environment.1"))
                .isNull();
    }
}
