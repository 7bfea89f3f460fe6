package io.stardust.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode node;
    private long deployment;
    private long release;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        node = TestNode.enrolled(server, "web1");
        deployment = deploys.deployment("hello");
        release = deploys.release(deployment, "1.0");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply act(long placement, String verb) {
        return server.api("POST", "/placements/" + placement + "/" + verb, null);
    }

    @Test
    void actOnAll_takesHundredsAtOnce_eachWithItsOwnNews() {
        for (int i = 0; i < 300; i++) {
            Map<String, Object> wanted = Map.of("nodeId", node.id(), "deployName", "hello-" + i);
            server.api("POST", "/deployments/" + deployment + "/placements", wanted);
        }
        deploys.publish(deployment, release);
        long running = states("running");

        Reply stopped = server.api("POST", "/deployments/" + deployment + "/stop", null);
        long down = states("stopped");
        Reply news = server.api("GET", "/changes?kind=placement.stopped&limit=1", null);
        server.api("POST", "/deployments/" + deployment + "/restart", null);
        Reply wanted = deploys.wanted(node);

        assertThat(stopped.status()).isLessThan(300);
        assertThat(running).isEqualTo(300);
        assertThat(down).isEqualTo(300);
        assertThat(news.text("items.0.kind")).isEqualTo("placement.stopped");
        assertThat(wanted.text("data.299.Desired")).isEqualTo("running");
        assertThat(wanted.number("data.299.Restarts")).isEqualTo(1);
        assertThat(wanted.number("data.299.Revision")).isEqualTo(wanted.number("data.0.Revision"));
    }

    private long states(String desired) {
        Reply wanted = deploys.wanted(node);
        long found = 0;
        for (int i = 0; wanted.at("data." + i) != null; i++) {
            if (wanted.text("data." + i + ".Desired").equals(desired)) found++;
        }
        return found;
    }

    @Test
    void reinstall_isCounted_andLeavesUpWhatIsUpAndDownWhatIsDown() {
        long placement = deploys.placement(deployment, node);
        Reply nothing = act(placement, "reinstall");
        deploys.publish(deployment, release);
        deploys.converge(node);
        long before = deploys.wanted(node).number("data.0.Revision");

        act(placement, "reinstall");
        Reply up = deploys.wanted(node);
        act(placement, "stop");
        server.api("POST", "/deployments/" + deployment + "/reinstall", null);
        Reply down = deploys.wanted(node);

        assertThat(nothing.status()).isEqualTo(409);
        assertThat(nothing.text("detail")).contains("has nothing to run");
        assertThat(up.number("data.0.Reinstalls")).isEqualTo(1);
        assertThat(up.number("data.0.Restarts")).isZero();
        assertThat(up.text("data.0.Desired")).isEqualTo("running");
        assertThat(up.number("data.0.Revision")).isGreaterThan(before);
        assertThat(down.number("data.0.Reinstalls")).isEqualTo(2);
        assertThat(down.text("data.0.Desired")).isEqualTo("stopped");
        assertThat(deploys.placed(placement).number("desired.reinstalls")).isEqualTo(2);
    }

    @Test
    void act_changesWhatTheAgentIsTold() {
        long placement = deploys.placement(deployment, node);
        deploys.publish(deployment, release);
        deploys.converge(node);
        long published = deploys.wanted(node).number("data.0.Revision");

        act(placement, "stop");
        Reply stopped = deploys.wanted(node);
        act(placement, "stop");
        Reply again = deploys.wanted(node);
        act(placement, "restart");
        Reply restarted = deploys.wanted(node);

        assertThat(stopped.text("data.0.Desired")).isEqualTo("stopped");
        assertThat(stopped.at("data.0.Service.Enable")).isEqualTo(false);
        assertThat(stopped.number("data.0.Revision")).isGreaterThan(published);
        assertThat(again.body()).isEqualTo(stopped.body());
        assertThat(restarted.text("data.0.Desired")).isEqualTo("running");
        assertThat(restarted.number("data.0.Restarts")).isEqualTo(1);
    }

    @Test
    void start_asksForANewAttempt_onlyWhenTheAppHasGivenUp() {
        long placement = deploys.placement(deployment, node);
        deploys.publish(deployment, release);
        deploys.converge(node);

        act(placement, "start");
        long running = deploys.wanted(node).number("data.0.Restarts");
        Reply wanted = deploys.wanted(node);
        deploys.report(node, List.of(), List.of(deploys.state(wanted, "gaveUp", release, "exit 1, ten times")));
        act(placement, "start");

        assertThat(running).isZero();
        assertThat(deploys.wanted(node).number("data.0.Restarts")).isEqualTo(1);
    }

    @Test
    void start_installsTheReleaseChosenLast_orSaysThatThereIsNone() {
        long placement = deploys.placement(deployment, node);
        Reply nothing = act(placement, "start");
        deploys.publish(deployment, release);
        var second = TestNode.enrolled(server, "web2");
        long later = deploys.placement(deployment, second);

        Reply installed = act(later, "start");

        assertThat(nothing.status()).isEqualTo(409);
        assertThat(nothing.text("detail")).contains("publish a release first");
        assertThat(installed.number("desired.releaseId")).isEqualTo(release);
    }

    @Test
    void overrides_areMergedForTheAgent_andCleared() {
        server.patch("/deployments/" + deployment, Map.of("environments", "A=1;B=1", "port", 80, "maxMemory", 100), 1);
        long id = server.api(
                        "POST",
                        "/deployments/" + deployment + "/placements",
                        Map.of("nodeId", node.id(), "deployName", "hello2", "environments", "B=2", "port", 81))
                .number("id");
        deploys.publish(deployment, release);

        Reply over = deploys.wanted(node);
        server.api("PATCH", "/placements/" + id, Map.of("environments", "", "port", 0, "maxMemory", 0));
        Reply cleared = deploys.wanted(node);

        assertThat(over.text("data.0.Service.Name")).isEqualTo("hello2");
        assertThat(over.text("data.0.Service.Environments")).isEqualTo("A=1;B=2");
        assertThat(over.number("data.0.Service.Port")).isEqualTo(81);
        assertThat(over.number("data.0.Service.MaxMemory")).isEqualTo(100);
        assertThat(cleared.text("data.0.Service.Environments")).isEqualTo("A=1;B=1");
        assertThat(cleared.number("data.0.Service.Port")).isEqualTo(80);
        assertThat(cleared.number("data.0.Service.MaxMemory")).isZero();
        assertThat(cleared.number("data.0.Revision")).isGreaterThan(over.number("data.0.Revision"));
    }

    @Test
    void create_isRefused_whenTheNameIsTakenOnTheNode() {
        deploys.placement(deployment, node);

        Reply twice = server.api("POST", "/deployments/" + deployment + "/placements", Map.of("nodeId", node.id()));

        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text("detail")).contains("hello").contains("web1");
    }

    @Test
    void remove_leavesATombstone_untilTheAgentSaysItIsGone() {
        long placement = deploys.placement(deployment, node);
        deploys.publish(deployment, release);
        deploys.converge(node);

        Reply asked = server.api("DELETE", "/placements/" + placement, null);
        Reply wanted = deploys.wanted(node);
        Reply start = act(placement, "start");
        deploys.report(node, List.of(), List.of(deploys.state(wanted, "removed", 0, null)));

        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.text("desired.state")).isEqualTo("removed");
        assertThat(wanted.text("data.0.Desired")).isEqualTo("removed");
        assertThat(start.status()).isEqualTo(409);
        assertThat(deploys.placed(placement).status()).isEqualTo(404);
        assertThat(deploys.wanted(node).at("data.0")).isNull();
        assertThat(server.api("GET", "/deployments/" + deployment + "/history", null)
                        .text("items.0.step"))
                .isEqualTo("ready");
    }

    @Test
    void disabled_isStopped_whateverIsWanted() {
        long placement = deploys.placement(deployment, node);
        deploys.publish(deployment, release);

        server.api("PATCH", "/placements/" + placement, Map.of("enabled", false));
        Reply wanted = deploys.wanted(node);
        Reply published = deploys.publish(deployment, release);

        assertThat(wanted.text("data.0.Desired")).isEqualTo("stopped");
        assertThat(published.status()).isEqualTo(409);
        assertThat(act(placement, "start").status()).isEqualTo(409);
    }

    @Test
    void output_isNotAvailable_whenTheNodeHasNoOpenChannel() {
        long placement = deploys.placement(deployment, node);

        assertThat(server.api("GET", "/placements/" + placement + "/output", null)
                        .status())
                .isEqualTo(503);
    }
}
