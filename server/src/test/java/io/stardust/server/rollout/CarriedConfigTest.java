package io.stardust.server.rollout;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.instance.TestApp;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts that take the config of their app along; agents and apps are reduced to their calls. */
class CarriedConfigTest {
    private static final int NODES = 2;

    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestApp app;
    private String config;
    private long deployment;
    private long one;
    private long two;
    private final List<TestNode> nodes = new ArrayList<>();
    private final List<Long> placements = new ArrayList<>();
    private final List<TestApp> processes = new ArrayList<>();

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        app = TestApp.keyed(server, "orders", 1);
        config = "/apps/" + app.id() + "/config";
        edit("greeting", "old");
        assertThat(server.api("POST", config + "/releases", Map.of()).status()).isEqualTo(201);
        deployment = server.api("POST", "/deployments", Map.of("name", "orders", "appId", app.id()))
                .number("id");
        one = deploys.release(deployment, "1.0");
        two = deploys.release(deployment, "2.0");
        for (int i = 0; i < NODES; i++) {
            nodes.add(TestNode.enrolled(server, "web" + i));
            placements.add(deploys.placement(deployment, nodes.get(i)));
        }
        deploys.publish(deployment, one);
        for (int i = 0; i < NODES; i++) {
            processes.add(app.sibling("orders@web" + i));
            run(i, "1.0");
        }
        edit("greeting", "new");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void edit(String key, String value) {
        Map<String, Object> edit = Map.of("key", key, "value", value);
        assertThat(server.api("POST", config + "/draft", Map.of("edits", List.of(edit)))
                        .status())
                .isEqualTo(200);
    }

    /** A process of that version runs on the node now, logs in, and the agent says that all is well. */
    private void run(int node, String version) {
        logIn(node, version);
        report(node, version, "running");
    }

    private void logIn(int node, String version) {
        processes.get(node).more = Map.of("Instance", "orders@web" + node, "Version", version);
        assertThat(processes.get(node).login().code()).isZero();
    }

    private void report(int node, String version, String state) {
        Reply wanted = deploys.wanted(nodes.get(node));
        Map<String, Object> told = deploys.state(wanted, state, wanted.number("data.0.ReleaseId"), null);
        told.put("Version", version);
        deploys.report(nodes.get(node), List.of(deploys.step(wanted, "pulled", null)), List.of(told));
    }

    /** What the processes get, in the order of the nodes. */
    private String greetings() {
        List<String> greetings = new ArrayList<>();
        for (TestApp process : processes) {
            Reply reply = server.link("/Config/GetAll", Map.of("AppId", "orders", "Version", 0), process.token);
            greetings.add(reply.text("data.Configs.greeting"));
        }
        return String.join(" ", greetings);
    }

    private Reply ask(String config, Map<String, Object> how) {
        Map<String, Object> body = new HashMap<>(how);
        body.put("releaseId", two);
        body.put("config", config);
        return deploys.publish(deployment, body);
    }

    private long publish(String config, Map<String, Object> how) {
        Reply begun = ask(config, how);
        assertThat(begun.status()).as("%s", begun.body()).isEqualTo(202);
        return begun.number("id");
    }

    private long publish() {
        return publish("draft", Map.of("batch", "1"));
    }

    private void awaitStatus(long rollout, String status) {
        await(() -> deploys.rollout(rollout).text("status").equals(status));
    }

    private Reply act(long rollout, String act) {
        Reply done = server.api("POST", "/rollouts/" + rollout + "/" + act, Map.of());
        assertThat(done.status()).as("%s", done.body()).isBetween(200, 299);
        return done;
    }

    /** It is told that a rollout is over a moment before its config follows. */
    private void awaitConfig(long rollout, String state) {
        await(() -> state(rollout).equals(state));
    }

    private String state(long rollout) {
        return deploys.rollout(rollout).text("config.state");
    }

    private void finish() {
        long rollout = publish();
        run(0, "2.0");
        await(() -> deploys.states(rollout).equals("ready queued"));
        run(1, "2.0");
        awaitConfig(rollout, "published");
    }

    private long release() {
        return server.api("GET", config, null).number("release");
    }

    @Test
    void publish_givesTheConfigWithTheCode_placementByPlacement_andThenToAll() {
        long rollout = publish();
        assertThat(greetings()).as("the old process gets nothing of it").isEqualTo("old old");

        run(0, "2.0");
        await(() -> deploys.states(rollout).equals("ready queued"));
        assertThat(greetings()).isEqualTo("new old");
        Reply shown = deploys.rollout(rollout);
        assertThat(shown.text("config.state")).isEqualTo("held");
        assertThat(shown.at("config.placements")).isEqualTo(List.of("orders@web0", "orders@web1"));
        Map<?, ?> part = Objects.requireNonNull(deploys.parts(rollout).get(placements.get(0)));
        assertThat(part.get("instances"))
                .isEqualTo(List.of(Map.of("client", "orders@web0", "version", "2.0", "release", 1L, "gray", true)));

        run(1, "2.0");
        awaitStatus(rollout, "done");
        awaitConfig(rollout, "published");
        assertThat(greetings()).isEqualTo("new new");
        assertThat(deploys.rollout(rollout).number("config.release")).isEqualTo(2);
        Reply release = server.api("GET", config + "/releases", null);
        assertThat(release.number("items.0.rolloutId")).isEqualTo(rollout);
        assertThat(release.text("items.0.message")).isEqualTo("orders 2.0");
        assertThat(server.api("GET", config + "/gray", null).status()).isEqualTo(404);
    }

    @Test
    void config_isHeld_whileTheRolloutIsUnderWay() {
        long rollout = publish();
        edit("other", "later");
        String number = "rollout " + rollout;
        long at = server.clock.millis() + 60_000;

        for (Reply refused : List.of(
                server.api("POST", config + "/releases", Map.of()),
                server.api("POST", config + "/releases", Map.of("number", 1)),
                server.api("POST", config + "/releases", Map.of("at", at)),
                server.api("POST", config + "/gray", Map.of("percent", 10)),
                server.api("PUT", config + "/gray", Map.of("percent", 10)),
                server.api("POST", config + "/gray/promotion", Map.of()),
                server.api("DELETE", config + "/gray", null),
                ask("draft", Map.of()),
                deploys.publish(deployment, one))) {
            assertThat(refused.status()).as("%s", refused.body()).isEqualTo(409);
            assertThat(refused.text("detail")).contains(number);
        }

        run(0, "2.0");
        await(() -> deploys.states(rollout).equals("ready queued"));
        run(1, "2.0");
        awaitConfig(rollout, "published");
        assertThat(server.api("POST", config + "/releases", Map.of()).number("number"))
                .as("what was edited meanwhile waited in the draft")
                .isEqualTo(3);
    }

    @Test
    void plannedPublish_isToldThatItFailed_whenARolloutHoldsTheConfigThen() {
        long at = server.clock.millis() + 60_000;
        server.api("POST", config + "/releases", Map.of("at", at));
        publish("draft", Map.of("batch", "1", "healthSeconds", 3600));
        edit("other", "later");

        server.clock.advance(Duration.ofMinutes(2));

        await(() -> server.api("GET", config, null).at("publishAt") == null);
        assertThat(release()).isEqualTo(1);
        assertThat(server.api("GET", config, null).number("drafts")).isEqualTo(1);
    }

    @Test
    void holdAndGray_goOn_whenTheServerIsStartedAnew() {
        long rollout = publish();
        run(0, "2.0");
        await(() -> deploys.states(rollout).equals("ready queued"));

        server.restart();

        assertThat(greetings()).isEqualTo("new old");
        assertThat(server.api("POST", config + "/releases", Map.of("number", 1)).status())
                .isEqualTo(409);
        run(1, "2.0");
        awaitStatus(rollout, "done");
        assertThat(greetings()).isEqualTo("new new");
    }

    @Test
    void revert_takesTheConfigBack_intoTheDraft() {
        long rollout = publish();
        run(0, "2.0");
        await(() -> deploys.states(rollout).equals("ready queued"));

        act(rollout, "revert");
        assertThat(greetings()).as("the new process has it until it is gone").isEqualTo("new old");
        run(0, "1.0");
        assertThat(greetings()).isEqualTo("old old");
        run(1, "1.0");

        awaitStatus(rollout, "reverted");
        awaitConfig(rollout, "withdrawn");
        assertThat(greetings()).isEqualTo("old old");
        assertThat(release()).isEqualTo(1);
        assertThat(server.api("GET", config + "/draft", null).text("items.0.after"))
                .isEqualTo("new");
    }

    @Test
    void failure_takesTheConfigBack_whenTheRolloutReverts() {
        long rollout = publish("draft", Map.of("batch", "1", "onFailure", "revert"));
        logIn(0, "2.0");
        assertThat(greetings()).isEqualTo("new old");

        report(0, "2.0", "failed");
        await(() -> deploys.rollout(rollout).text("status").equals("reverting"));
        run(0, "1.0");

        awaitStatus(rollout, "failed");
        awaitConfig(rollout, "withdrawn");
        assertThat(greetings()).isEqualTo("old old");
    }

    @Test
    void rollback_takesBackCodeAndConfig_together() {
        finish();
        edit("other", "kept");
        server.api("POST", config + "/releases", Map.of());

        Reply plan = server.api("POST", "/rollouts/plan?kind=rollback", Map.of("deploymentId", deployment));
        assertThat(plan.number("config.undoes")).isEqualTo(2);
        assertThat(plan.number("config.changes")).isEqualTo(1);
        long back = deploys.rollBack(deployment, Map.of("batch", "1")).number("id");
        assertThat(greetings()).isEqualTo("new new");
        run(0, "1.0");
        await(() -> deploys.states(back).equals("ready queued"));
        assertThat(greetings()).isEqualTo("old new");
        run(1, "1.0");
        awaitStatus(back, "done");
        awaitConfig(back, "published");

        assertThat(greetings()).isEqualTo("old old");
        assertThat(release()).isEqualTo(4);
        Reply effective = server.api("GET", config + "/effective", null);
        assertThat(String.valueOf(effective.body())).contains("kept");
    }

    @Test
    void rollback_leavesTheConfig_whenItIsToldTo() {
        finish();

        long back = deploys.rollBack(deployment, Map.of("config", "none", "batch", "100%"))
                .number("id");
        run(0, "1.0");
        run(1, "1.0");

        awaitStatus(back, "done");
        assertThat(greetings()).isEqualTo("new new");
        assertThat(deploys.rollBack(deployment, Map.of("config", "draft")).status())
                .isEqualTo(400);
    }

    @Test
    void rollback_leavesWhatWasChangedSince_andSaysSo() {
        finish();
        edit("greeting", "newer");
        server.api("POST", config + "/releases", Map.of());

        Reply plan = server.api("POST", "/rollouts/plan?kind=rollback", Map.of("deploymentId", deployment));

        assertThat(String.valueOf(plan.at("warnings"))).contains("greeting").contains("release 2");
        long back = deploys.rollBack(deployment, Map.of("batch", "100%")).number("id");
        run(0, "1.0");
        run(1, "1.0");
        awaitStatus(back, "done");
        assertThat(greetings()).isEqualTo("newer newer");
    }

    @Test
    void rollback_ofSomeNodes_leavesTheConfigOfTheRestToPeople() {
        finish();

        Map<String, Object> there = Map.of("nodeIds", List.of(nodes.get(0).id()));
        long back = deploys.rollBack(deployment, there).number("id");
        run(0, "1.0");

        awaitConfig(back, "open");
        assertThat(greetings()).isEqualTo("old new");
        assertThat(server.api("DELETE", config + "/gray", null).status()).isEqualTo(204);
        assertThat(greetings()).isEqualTo("new new");
        assertThat(server.api("GET", config, null).number("drafts"))
                .as("it did not come from there")
                .isZero();
    }

    @Test
    void revertOfARollback_bringsCodeAndConfigBack() {
        finish();
        long back = deploys.rollBack(deployment, Map.of("batch", "100%")).number("id");
        run(0, "1.0");
        run(1, "1.0");
        awaitConfig(back, "published");
        assertThat(greetings()).isEqualTo("old old");

        long again = act(back, "revert").number("id");
        run(0, "2.0");
        run(1, "2.0");

        awaitConfig(again, "published");
        assertThat(greetings()).isEqualTo("new new");
        assertThat(release()).isEqualTo(4);
    }

    @Test
    void revert_withdrawsTheConfigAtOnce_whenAllIsDoneByStopping() {
        long fresh = server.api("POST", "/deployments", Map.of("name", "fresh", "appId", app.id()))
                .number("id");
        deploys.placement(fresh, nodes.get(0));
        Map<String, Object> how = Map.of("releaseId", deploys.release(fresh, "1.0"), "config", "draft");
        long rollout = deploys.publish(fresh, how).number("id");

        act(rollout, "revert");

        assertThat(state(rollout)).isEqualTo("withdrawn");
        assertThat(server.api("GET", config, null).number("drafts")).isEqualTo(1);
    }

    @Test
    void processThatTellsNoVersion_hasTheConfigFromTheStartOfItsBatch() {
        TestApp foreign = app.sibling("10.0.0.7@99");
        foreign.more = Map.of("NodeCode", Objects.requireNonNull(nodes.get(0).code));
        foreign.login();
        processes.add(foreign);
        assertThat(greetings()).isEqualTo("old old old");

        publish();

        assertThat(greetings()).isEqualTo("old old new");
    }

    @Test
    void oldRelease_holdsAgain_withTheRollout() {
        server.api("POST", config + "/releases", Map.of());
        assertThat(greetings()).isEqualTo("new new");

        long rollout = publish("1", Map.of("batch", "100%"));
        run(0, "2.0");
        assertThat(greetings()).isEqualTo("old new");
        run(1, "2.0");

        awaitConfig(rollout, "published");
        assertThat(server.api("GET", config + "/releases", null).number("items.0.of"))
                .isEqualTo(1);
    }

    @Test
    void cancel_leavesTheConfigToPeople_whenSomethingWasMoved() {
        long rollout = publish("draft", Map.of("batch", "1", "pauseAfterCanary", true));
        run(0, "2.0");
        awaitStatus(rollout, "paused");

        act(rollout, "cancel");

        awaitConfig(rollout, "open");
        assertThat(greetings()).isEqualTo("new old");
        Reply gray = server.api("GET", config + "/gray", null);
        assertThat(gray.number("rolloutId")).isEqualTo(rollout);
        assertThat(gray.at("held")).isEqualTo(false);
        assertThat(server.api("DELETE", config + "/gray", null).status()).isEqualTo(204);
        assertThat(state(rollout)).isEqualTo("withdrawn");
        assertThat(greetings()).isEqualTo("old old");
    }

    @Test
    void failure_leavesTheConfigToPeople_whoPublishItForAll() {
        long rollout = publish("draft", Map.of("batch", "100%"));
        run(0, "2.0");
        report(1, "2.0", "failed");
        awaitStatus(rollout, "failed");
        awaitConfig(rollout, "open");

        assertThat(server.api("POST", config + "/gray/promotion", Map.of()).status())
                .isEqualTo(201);

        assertThat(state(rollout)).isEqualTo("published");
        assertThat(greetings()).isEqualTo("new new");
    }

    @Test
    void scheduled_holdsTheConfig_andGivesItBack_whenItIsCancelled() {
        long at = server.clock.millis() + 3_600_000;
        long rollout = publish("draft", Map.of("startAt", at));
        assertThat(state(rollout)).isEqualTo("held");
        assertThat(deploys.publish(deployment, one).status())
                .as("a release for the night keeps nobody from publishing")
                .isEqualTo(202);

        act(rollout, "cancel");

        awaitConfig(rollout, "withdrawn");
        assertThat(server.api("GET", config, null).number("drafts")).isEqualTo(1);
    }

    @Test
    void config_isRefused_inWords() {
        assertThat(ask("latest", Map.of()).status()).isEqualTo(400);
        assertThat(ask("99", Map.of()).status()).isEqualTo(404);
        assertThat(ask("1", Map.of()).text("detail")).contains("as in release 1 already");
        server.api("DELETE", config + "/draft", null);
        assertThat(ask("draft", Map.of()).text("detail")).contains("nothing to publish");
        edit("bad", "${nobody}");
        Reply refused = ask("draft", Map.of());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("bad");
        edit("bad", "good");
        assertThat(server.api("POST", config + "/gray", Map.of("percent", 10)).status())
                .isEqualTo(201);
        assertThat(ask("draft", Map.of()).text("detail")).contains("gray release");
        assertThat(server.api("GET", "/deployments/" + deployment + "/rollouts", null)
                        .at("items.1"))
                .as("nothing was begun")
                .isNull();
    }

    @Test
    void nothingStaysHeld_whenTheDeploymentGoes() {
        publish();
        for (int i = 0; i < NODES; i++) {
            server.api("DELETE", "/placements/" + placements.get(i) + "?force=true", null);
        }
        Reply gone = server.api("DELETE", "/deployments/" + deployment, null);
        assertThat(gone.status()).as("%s", gone.body()).isEqualTo(204);

        Reply withdrawn = server.api("DELETE", config + "/gray", null);
        assertThat(withdrawn.status()).as("%s", withdrawn.body()).isIn(204, 404);
        assertThat(server.api("POST", config + "/releases", Map.of()).status()).isEqualTo(201);
    }
}
