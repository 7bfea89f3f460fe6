package io.stardust.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Placements that an agent cannot be told of. */
class UntoldTest {
    private static final String LOST = "secret value DB_PASSWORD cannot be opened: its key is missing";

    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode node;
    private long plain;
    private long secret;
    private long plainPlacement;
    private long secretPlacement;

    @BeforeEach
    void place() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        node = TestNode.enrolled(server, "web1");
        plain = deploys.deployment("plain");
        secret = deploys.deployment("shop");
        plainPlacement = deploys.placement(plain, node);
        secretPlacement = deploys.placement(secret, node);
        server.api("POST", "/secrets/rotate", null);
        environment(List.of(Map.of("name", "DB_PASSWORD", "value", "hush", "secret", true)));
        deploys.publish(plain, deploys.release(plain, "1"));
        deploys.publish(secret, deploys.release(secret, "1"));
        node.ping();
        settle();
    }

    /** Both run, and their rollouts are done. */
    private void settle() {
        Reply wanted = deploys.wanted(node);
        List<Map<String, Object>> states = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            states.add(Map.of(
                    "Id",
                    wanted.number("data." + i + ".Id"),
                    "State",
                    "running",
                    "ReleaseId",
                    wanted.number("data." + i + ".ReleaseId"),
                    "Revision",
                    wanted.number("data." + i + ".Revision"),
                    "Pid",
                    4711 + i,
                    "Time",
                    server.clock.millis()));
        }
        deploys.report(node, List.of(), states);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void environment(List<Map<String, Object>> variables) {
        server.api("PATCH", "/deployments/" + secret, Map.of("environmentSet", variables));
    }

    private void loseTheKey() throws IOException {
        Files.move(data.resolve("keys/secret-2.key"), data.resolve("kept.key"));
        server.restart();
    }

    private String attention() {
        return String.valueOf(server.api("GET", "/overview", null).at("attention"));
    }

    @Test
    void getAll_leavesOutWhatHasALostKey_andTellsTheRest() throws IOException {
        loseTheKey();

        Reply wanted = deploys.wanted(node);

        assertThat(wanted.code()).isZero();
        assertThat(wanted.number("data.0.Id")).isEqualTo(plainPlacement);
        assertThat(wanted.at("data.1")).isNull();
        assertThat(deploys.placed(secretPlacement).text("observed.reason")).isEqualTo(LOST);
        assertThat(deploys.placed(secretPlacement).text("observed.state")).isEqualTo("running");
        assertThat(deploys.placed(plainPlacement).at("observed.reason")).isNull();
        assertThat(attention()).contains(LOST, "shop");
    }

    @Test
    void getAll_failsTheRollout_ofWhatHasALostKey() throws IOException {
        loseTheKey();

        long rollout = deploys.publish(secret, deploys.release(secret, "2")).number("id");
        deploys.wanted(node);

        assertThat(deploys.rollout(rollout).text("status")).isEqualTo("failed");
        assertThat(deploys.rollout(rollout).text("placements.0.reason")).isEqualTo(LOST);
    }

    @Test
    void getAll_tellsAgain_whenTheKeyIsBack() throws IOException {
        loseTheKey();
        deploys.wanted(node);
        Files.move(data.resolve("kept.key"), data.resolve("keys/secret-2.key"));
        server.restart();

        Reply wanted = deploys.wanted(node);

        assertThat(wanted.text("data.1.Service.Environments")).isEqualTo("DB_PASSWORD=hush");
        assertThat(deploys.placed(secretPlacement).at("observed.reason")).isNull();
        assertThat(attention()).doesNotContain(LOST);
    }

    @Test
    void getAll_stillTellsToStopAndToRemove_withoutTheKey() throws IOException {
        loseTheKey();

        server.api("POST", "/placements/" + secretPlacement + "/stop", null);
        Reply stopped = deploys.wanted(node);
        server.api("DELETE", "/placements/" + secretPlacement, null);
        Reply removed = deploys.wanted(node);

        assertThat(stopped.text("data.1.Desired")).isEqualTo("stopped");
        assertThat(removed.text("data.1.Desired")).isEqualTo("removed");
    }

    @Test
    void getAll_saysWhatAnOldAgentCannotBeTold_whenTheNodeTurnedToOne() {
        environment(List.of(Map.of("name", "DB", "value", "a;b")));
        node.version = "3.6.2";
        node.login(null);

        Reply wanted = server.link("/Deploy/GetAll?deployId=-1&deployName=&appName=", null, node.token);

        assertThat(wanted.number("data.0.Id")).isEqualTo(plainPlacement);
        assertThat(wanted.at("data.1")).isNull();
        assertThat(deploys.placed(secretPlacement).text("observed.reason"))
                .contains("the value of DB has a ';'", "web1");
        assertThat(attention()).contains("the value of DB has a ';'");
    }
}
