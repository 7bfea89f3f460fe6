package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.client.Stardust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The data folder that a server of the release before has written, opened by the server of this one. */
@TestMethodOrder(OrderAnnotation.class)
class OldDataTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> FOR_EVER = Map.of("STARDUST_KEEP_STEPS_DAYS", "0");

    @RegisterExtension
    static final World WORLD = new World(FOR_EVER, server -> OldRelease.data(server.data()));

    private static Api api() throws IOException {
        return WORLD.api();
    }

    private static String kept(String name) throws IOException {
        return Files.readString(WORLD.server().data().resolve(name)).strip();
    }

    private static List<String> texts(String path, String field) throws IOException {
        return api().all(path).stream().map(each -> each.text(field)).toList();
    }

    @Test
    @Order(1)
    void people_signInAndSeeWhatTheyMay() throws IOException {
        String password = "correct-horse-battery-ada";
        Doc session =
                new Api(WORLD.server().address(), null).post("/sessions", Map.of("name", "ada", "password", password));
        WORLD.secrets().add(password);
        Api ada = new Api(WORLD.server().address(), session.text("token"));
        Api script = new Api(WORLD.server().address(), kept("api-token"));

        assertThat(ada.all("/projects"))
                .extracting(each -> each.text("displayName"))
                .containsExactly("The shop");
        assertThat(ada.all("/deployments"))
                .extracting(each -> each.text("name"))
                .containsExactly("orders");
        assertThat(script.all("/deployments"))
                .extracting(each -> each.text("name"))
                .containsExactly("orders");
        assertThat(api().all("/projects/2/members").getFirst().text("role")).isEqualTo("operator");
        assertThat(texts("/tokens", "name")).contains("ci", "machines");
    }

    @Test
    @Order(2)
    void deployments_haveReleasesRolloutsAndHistory() throws IOException {
        Doc orders = api().get("/deployments/1");

        assertThat(orders.text("displayName")).isEqualTo("Orders");
        assertThat(orders.text("environment.0.value")).isEqualTo("hello");
        assertThat(orders.text("templates.0.file")).isEqualTo("orders.conf");
        assertThat(orders.text("services.0.name")).isEqualTo("orders-api");
        assertThat(texts("/deployments/1/releases", "note")).containsExactly("release 2.0", "release 1.0");
        assertThat(texts("/deployments/1/rollouts", "status")).containsExactly("done", "reverted", "done");
        assertThat(texts("/deployments/1/rollouts", "kind")).containsExactly("rollback", "publish", "publish");
        assertThat(texts("/deployments/1/history", "step"))
                .startsWith("ready", "started")
                .hasSize(25);
        assertThat(api().all("/deployments/1/placements").getFirst().text("desired.version"))
                .isEqualTo("1.0");
        assertThat(api().all("/changes?project=2").stream().map(each -> each.text("kind")))
                .contains("deployment.created", "rollout.created", "grant.created", "membership.created");
    }

    @Test
    @Order(3)
    void nodesAppsAndSettings_areThere() throws IOException {
        Doc web1 = WORLD.node("web1");

        assertThat(web1.text("labels.zone")).isEqualTo("east");
        assertThat(web1.text("version")).isEqualTo(OldRelease.VERSION);
        assertThat(texts("/node-rules", "pattern")).containsExactly("10.0.1.*");
        assertThat(api().get("/projects/2/command-policy")
                        .at("effectiveCommands")
                        .value())
                .isEqualTo(List.of("deploy/*", "file/tail"));
        assertThat(texts("/apps", "name")).containsExactly("orders", "billing");
        assertThat(texts("/grants", "note")).containsExactly("checkout");
        assertThat(texts("/services", "name")).containsExactly("orders-api");
        assertThat(api().all("/settings"))
                .anyMatch(each -> each.text("key").equals("drain.timeout")
                        && each.text("value").equals("5"));
    }

    @Test
    @Order(4)
    void config_isReadByPeopleAndApps_withItsSecrets() throws IOException {
        assertThat(texts("/apps/1/config/releases", "message")).containsExactly("second", "first");
        assertThat(texts("/apps/1/config/items", "value")).containsExactly("", "20", "hi", "bonjour");
        assertThat(texts("/apps/1/config/draft", "before")).containsExactly("10");
        assertThat(api().post("/apps/1/config/reveal", Map.of("key", "key")).text("value"))
                .isEqualTo("opensesame-too");
        try (Stardust orders = new Sdk(WORLD, "orders", kept("app-key")).start()) {
            assertThat(orders.config().get("word")).isEqualTo("hi");
            assertThat(orders.config().get("limit")).isEqualTo("10");
            assertThat(orders.config().get("key")).isEqualTo("opensesame-too");
        }
    }

    @Test
    @Order(5)
    void anAgentOfToday_runsWhatWasPublishedThen_andWhatIsNew() throws IOException {
        AgentProcess agent = WORLD.agent("web2");
        long node = WORLD.node("web2").number("id");
        api().patch("/nodes/" + node, -1, Map.of("projectId", 2));
        Deploys deploys = WORLD.deploys();
        long placement = deploys.place(1, node);

        publish(2, node);

        long pid = agent.appPid("orders");
        deploys.awaitPid(placement, pid);
        assertThat(Arrays.asList(
                        Files.readString(Path.of("/proc/" + pid + "/environ")).split("\0", -1)))
                .contains("PASSWORD=opensesame", "GREETING=hello");
        assertThat(agent.app("orders").resolve("orders.conf")).hasContent("word = hi");
        assertThat(api().all("/services/1/providers")).anyMatch(each -> each.number("nodeId") == node);
        Path zip = Zips.of(
                WORLD.file("3.zip"), Map.of("run.sh", SeedApp.program("3.0"), "orders.tmpl", "{{word}} and {{limit}}"));
        publish(deploys.release(1, "3.0", zip), node);
        assertThat(agent.app("orders").resolve("orders.conf")).hasContent("hi and 10");
    }

    private static void publish(long release, long node) throws IOException {
        Doc rollout =
                api().post("/rollouts", Map.of("deploymentId", 1, "releaseId", release, "nodeIds", List.of(node)));
        assertThat(WORLD.deploys().ended(rollout.number("id"), PATIENCE).text("status"))
                .isEqualTo("done");
    }

    @Test
    @Order(6)
    void theServerBefore_refusesItInOneSentence_andChangesNothing() throws IOException {
        ServerProcess server = WORLD.server();
        server.jvm().stop(PATIENCE);
        Path database = server.data().resolve("stardust.db");
        byte[] before = Files.readAllBytes(database);
        long migrations;
        Path folder =
                Path.of(System.getProperty("stardust.root", "..")).resolve("server/src/main/resources/migrations");
        try (Stream<Path> files = Files.list(folder)) {
            migrations = files.count();
        }
        server.isOld();

        String told = server.run(1, "--port", "0");

        assertThat(told.strip())
                .endsWith("the data is of version " + migrations + ", this program knows 34; start the newer program")
                .hasLineCount(1);
        assertThat(Files.readAllBytes(database)).isEqualTo(before);
    }
}
