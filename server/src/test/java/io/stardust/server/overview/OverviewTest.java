package io.stardust.server.overview;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import io.stardust.server.ServerSettings.Approve;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Guest;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first page over real HTTP. */
class OverviewTest {
    @TempDir
    Path folder;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(folder, Approve.ENROLLED);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private long placement(TestNode node, String name) {
        long deployment =
                server.api("POST", "/deployments", Map.of("name", name)).number("id");
        return server.api("POST", "/deployments/" + deployment + "/placements", Map.of("nodeId", node.id()))
                .number("id");
    }

    private void report(TestNode node, long placement, String state, String reason) {
        report(node, placement, state, reason, 1);
    }

    private void report(TestNode node, long placement, String state, String reason, long revision) {
        var seen = Map.of(
                "Id", placement, "State", state, "Reason", reason, "Revision", revision, "Time", server.clock.millis());
        server.link(
                "/Deploy/Report", Map.of("Steps", List.of(), "Placements", List.of(seen), "Revision", 1), node.token);
    }

    @Test
    void nodesAndPlacements_areCounted_asSoonAsTheyAreOtherwise() {
        TestNode node = TestNode.enrolled(server, "one");
        node.ping();
        new TestNode(server, "two").login(null);
        long placement = placement(node, "web");
        var before = server.api("GET", "/overview", null);
        assertThat(before.number("nodes.online")).isEqualTo(1);
        assertThat(before.number("nodes.waiting")).isEqualTo(1);
        assertThat(before.number("deployments")).isEqualTo(1);
        assertThat(before.number("placements.stopped")).isEqualTo(1);
        assertThat(before.number("changesLastDay")).isPositive();

        report(node, placement, "running", "");
        assertThat(server.api("GET", "/overview", null).number("placements.running"))
                .isEqualTo(1);

        report(node, placement, "gaveUp", "exit code 7");
        var failed = server.api("GET", "/overview", null);
        assertThat(failed.number("placements.failed")).isEqualTo(1);
        assertThat(failed.number("placements.total")).isEqualTo(1);

        server.link("/Node/Logout", Map.of(), node.token);
        var gone = server.api("GET", "/overview", null);
        assertThat(gone.number("placements.unreachable")).isEqualTo(1);
        assertThat(gone.number("nodes.offline")).isEqualTo(1);

        server.api("DELETE", "/placements/" + placement, null);
        assertThat(server.api("GET", "/overview", null).number("placements.total"))
                .isZero();
    }

    @Test
    void attention_saysWhatWaitsForAPerson_eachOnce() {
        TestNode node = TestNode.enrolled(server, "bad");
        node.ping();
        new TestNode(server, "newcomer").login(null);
        long placement = placement(node, "web");
        report(node, placement, "gaveUp", "exit code 7");

        var both = server.api("GET", "/overview", null);
        assertThat(both.number("problems")).isEqualTo(1);
        assertThat(both.number("latestProblemAt")).isEqualTo(server.clock.millis());
        assertThat(String.valueOf(both.at("attention")))
                .contains("node-waiting", "newcomer", "placement-failed", "exit code 7", "web @ ")
                .doesNotContain("node-offline");
        server.link("/Node/Logout", Map.of(), node.token);
        assertThat(String.valueOf(server.api("GET", "/overview", null).at("attention")))
                .contains("node-offline", "/nodes/" + node.id())
                .doesNotContain("placement-failed"); // of what is on it nobody knows
    }

    @Test
    void problems_areAllCounted_whenNotAllAreListed() {
        TestNode node = TestNode.enrolled(server, "bad");
        node.ping();
        for (int i = 0; i < AttentionStore.MOST + 3; i++) {
            report(node, placement(node, "web" + i), "gaveUp", "exit code 7");
        }

        var seen = server.api("GET", "/overview", null);
        assertThat(seen.number("problems")).isEqualTo(AttentionStore.MOST + 3);
        assertThat((List<?>) seen.at("attention")).hasSize(AttentionStore.MOST);
        assertThat(seen.number("unlisted")).isEqualTo(3);
    }

    @Test
    void failure_keepsWhenItBegan_throughEveryTry_untilItWasWellForAMinute() {
        TestNode node = TestNode.enrolled(server, "bad");
        long placement = placement(node, "web");
        long first = server.clock.millis();
        for (String state : List.of("backOff", "starting", "running", "backOff", "gaveUp")) {
            report(node, placement, state, "exited with code 3");
            server.clock.advance(Duration.ofSeconds(10));
            node.ping();
            assertThat(server.api("GET", "/overview", null).number("attention.0.at"))
                    .as(state)
                    .isEqualTo(first);
        }

        report(node, placement, "running", "");
        server.clock.advance(Duration.ofSeconds(61));
        node.ping();
        assertThat((List<?>) server.api("GET", "/overview", null).at("attention"))
                .isEmpty();
        long again = server.clock.millis();
        report(node, placement, "backOff", "exited with code 3");
        assertThat(server.api("GET", "/overview", null).number("attention.0.at"))
                .isEqualTo(again);
    }

    @Test
    void failure_isNew_whenItFailsAgainWithWhatSomebodyChanged() {
        TestNode node = TestNode.enrolled(server, "bad");
        long placement = placement(node, "web");
        report(node, placement, "gaveUp", "exited with code 3", 1);
        server.clock.advance(Duration.ofSeconds(10));
        report(node, placement, "gaveUp", "exited with code 4", 2);

        assertThat(server.api("GET", "/overview", null).number("attention.0.at"))
                .isEqualTo(server.clock.millis());
    }

    @Test
    void dismissed_isGone_untilItGoesWrongAgain() {
        Guest viewer = server.guest("mine", "viewer");
        TestNode node = TestNode.enrolled(server, "bad");
        long placement = placement(node, "web");
        report(node, placement, "gaveUp", "exit code 7");
        var body = Map.of("kind", "placement-failed", "id", placement);

        assertThat(server.api("POST", "/overview/dismiss", body, viewer.token()).status())
                .isIn(403, 404);
        assertThat(server.api("POST", "/overview/dismiss", body).status()).isEqualTo(204);
        assertThat((List<?>) server.api("GET", "/overview", null).at("attention"))
                .isEmpty();
        assertThat(server.api("POST", "/overview/dismiss", body).status()).isEqualTo(404);
        report(node, placement, "stopped", "");
        server.clock.advance(Duration.ofSeconds(5));
        report(node, placement, "failed", "no space left");
        assertThat(server.api("GET", "/overview", null).text("attention.0.detail"))
                .isEqualTo("no space left");
    }

    @Test
    void placement_isNotTold_whenTheRolloutThatFailedThereWasDismissed() {
        TestNode node = TestNode.enrolled(server, "bad");
        var deploys = new Deploys(server);
        long deployment = deploys.deployment("migrate");
        deploys.placement(deployment, node);
        long release = deploys.release(deployment, "1");
        long rollout = deploys.publish(deployment, release).number("id");
        deploys.report(
                node, List.of(), List.of(deploys.state(deploys.wanted(node), "gaveUp", release, "exited with code 3")));
        await(() -> deploys.rollout(rollout).text("status").equals("failed"));
        assertThat(server.api("GET", "/overview", null).text("attention.0.kind"))
                .isEqualTo("rollout-failed");

        server.api("POST", "/overview/dismiss", Map.of("kind", "rollout-failed", "id", rollout));

        assertThat((List<?>) server.api("GET", "/overview", null).at("attention"))
                .isEmpty();
    }

    @Test
    void placement_saysWhyItCrashed_whenItIsUpBetweenTwoCrashes() {
        TestNode node = TestNode.enrolled(server, "bad");
        var deploys = new Deploys(server);
        long deployment = deploys.deployment("crasher");
        deploys.placement(deployment, node);
        long release = deploys.release(deployment, "1");
        deploys.publish(deployment, release);
        deploys.converge(node);
        var wanted = deploys.wanted(node);
        Reason ended = Reason.of(Code.EXITED, "code", 3, "lived", 900);
        var crash = deploys.step(wanted, "crashed", ended.text());
        crash.put("Why", List.of(Map.of("Code", "exited", "Data", Map.of("code", "3", "lived", "900"))));
        deploys.report(node, List.of(crash), List.of(deploys.state(wanted, "backOff", release, ended.text())));
        server.clock.advance(Duration.ofSeconds(1));
        deploys.report(node, List.of(), List.of(deploys.state(wanted, "running", release, null)));

        var seen = server.api("GET", "/overview", null);

        assertThat(seen.text("attention.0.kind")).isEqualTo("placement-failed");
        assertThat(seen.text("attention.0.state")).isEqualTo("running");
        assertThat(seen.text("attention.0.detail")).isEqualTo(ended.text());
        assertThat(seen.text("attention.0.why.0.code")).isEqualTo("exited");
    }

    @Test
    void inProgress_showsATaskThatRuns() {
        TestNode node = TestNode.enrolled(server, "one");
        long task = server.api("POST", "/deployments", Map.of("name", "migrate", "mode", "task"))
                .number("id");
        long placement = server.api("POST", "/deployments/" + task + "/placements", Map.of("nodeId", node.id()))
                .number("id");

        report(node, placement, "running", "");

        var seen = server.api("GET", "/overview", null);
        assertThat(seen.text("inProgress.0.kind")).isEqualTo("task");
        assertThat(seen.text("inProgress.0.name")).isEqualTo("migrate");
        assertThat(seen.text("inProgress.0.detail")).isEqualTo("one");
    }

    @Test
    void otherProjects_areNotCounted() {
        Guest mine = server.guest("mine", "viewer");
        TestNode node = TestNode.enrolled(server, "theirs");
        node.ping();
        report(node, placement(node, "web"), "gaveUp", "secret reason");

        var seen = server.api("GET", "/overview", null, mine.token());
        assertThat(seen.number("nodes.online")).isZero();
        assertThat(seen.number("placements.total")).isZero();
        assertThat(seen.number("deployments")).isZero();
        assertThat((List<?>) seen.at("attention")).isEmpty();
        var asked = server.api("GET", "/overview?project=1", null, mine.token());
        assertThat(asked.number("placements.total")).isZero();
        assertThat((List<?>) asked.at("attention")).isEmpty();
        assertThat(asked.number("changesLastDay")).isZero();
    }

    @Test
    void changesLastDay_forgetsWhatIsOlder() {
        server.api("POST", "/apps", Map.of("name", "old"));
        long before = server.api("GET", "/overview?project=1", null).number("changesLastDay");
        server.clock.advance(Duration.ofHours(11));
        server.api("POST", "/apps", Map.of("name", "new"));
        assertThat(server.api("GET", "/overview?project=1", null).number("changesLastDay"))
                .isEqualTo(before + 1);
    }

    @Test
    void limits_areToldToEverybody_andSettingsToTheAdministrator() {
        Guest viewer = server.guest("mine", "viewer");

        var limits = server.api("GET", "/limits", null, viewer.token());
        assertThat(limits.number("uploadBytes")).isEqualTo(1L << 30);
        assertThat(String.valueOf(limits.at("commands"))).contains("deploy/restart");
        assertThat(server.api("GET", "/settings", null).status()).isEqualTo(200);
        assertThat(server.api("GET", "/settings", null, viewer.token()).status())
                .isEqualTo(403);
    }
}
