package io.stardust.server.rollout;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reasons by code: kept, bounded and given back beside their words, and those that the server gives itself. */
class ReasonsTest {
    private static final Reason ENDED = Reason.of(Code.EXITED, "code", 3, "lived", 140)
            .in(Code.LAST_LINE, "line", "no config")
            .in(Code.GIVEN_UP, "failures", 4);

    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode node;
    private long deployment;
    private long placement;
    private long release;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        node = TestNode.enrolled(server, "web1");
        deployment = deploys.deployment("shop");
        placement = deploys.placement(deployment, node);
        release = deploys.release(deployment, "1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private long publish() {
        return deploys.publish(deployment, Map.of("releaseId", release, "healthSeconds", 30))
                .number("id");
    }

    private static List<Map<String, Object>> parts(Reason reason) {
        return reason.parts().stream()
                .map(part -> {
                    Map<String, Object> made = new LinkedHashMap<>();
                    made.put("Code", part.code());
                    if (part.data() != null) made.put("Data", part.data());
                    return made;
                })
                .toList();
    }

    /** As people see it. */
    private static List<Object> shown(Reason reason) {
        return reason.parts().stream()
                .<Object>map(part -> part.data() == null
                        ? Map.of("code", String.valueOf(part.code()))
                        : Map.of("code", String.valueOf(part.code()), "data", part.data()))
                .toList();
    }

    private void fails(String text, @Nullable Object why) {
        Reply wanted = deploys.wanted(node);
        Map<String, Object> step = deploys.step(wanted, "failed", text);
        Map<String, Object> state = deploys.state(wanted, "gaveUp", release, text);
        step.put("Why", why);
        state.put("Why", why);
        assertThat(deploys.report(node, List.of(step), List.of(state)).code()).isZero();
    }

    @Test
    void reason_isGivenBackWhereverItsWordsAre_whenTheAgentTellsItsCode() {
        long rollout = publish();

        fails(ENDED.text(), parts(ENDED));

        assertThat(deploys.placed(placement).text("observed.reason")).isEqualTo(ENDED.text());
        assertThat(deploys.placed(placement).at("observed.why")).isEqualTo(shown(ENDED));
        Reply part = deploys.rollout(rollout);
        assertThat(part.text("placements.0.reason")).isEqualTo(ENDED.text());
        assertThat(part.at("placements.0.why")).isEqualTo(shown(ENDED));
        assertThat(part.at("placements.0.observed.why")).isEqualTo(shown(ENDED));
        Reply history = server.api("GET", "/placements/" + placement + "/history", null);
        assertThat(history.text("items.0.detail")).isEqualTo(ENDED.text());
        assertThat(history.at("items.0.why")).isEqualTo(shown(ENDED));
        await(() -> deploys.rollout(rollout).text("status").equals("failed"));
        Reply overview = server.api("GET", "/overview", null);
        assertThat(overview.text("attention.0.kind")).isEqualTo("rollout-failed");
        assertThat(overview.text("attention.0.detail")).isEqualTo(ENDED.text());
        assertThat(overview.at("attention.0.why")).isEqualTo(shown(ENDED));
    }

    @Test
    void stop_hasTheFirstFailureAsItsCause() {
        deploys.placement(deployment, TestNode.enrolled(server, "web2"));
        long rollout = deploys.publish(deployment, Map.of("releaseId", release, "batch", "1"))
                .number("id");

        fails(ENDED.text(), parts(ENDED));

        await(() -> deploys.rollout(rollout).at("pausedWhy") != null);
        assertThat(deploys.rollout(rollout).text("pausedWhy"))
                .isEqualTo("1 failed (web1: " + ENDED.text() + "), tolerated: 0");
        assertThat(deploys.rollout(rollout).at("pausedBy"))
                .isEqualTo(shown(
                        ENDED.in(Code.ON_NODE, "node", "web1").in(Code.FAILED_TOO_MANY, "count", 1, "tolerated", 0)));
    }

    @Test
    void reason_isItsWordsAlone_whenTheAgentTellsNoCode() {
        long rollout = publish();

        fails("exited with code 3", null);

        assertThat(deploys.placed(placement).text("observed.reason")).isEqualTo("exited with code 3");
        assertThat(deploys.placed(placement).at("observed.why")).isNull();
        assertThat(deploys.rollout(rollout).text("placements.0.reason")).isEqualTo("exited with code 3");
        assertThat(deploys.rollout(rollout).at("placements.0.why")).isNull();
    }

    @Test
    void reason_isItsWordsAlone_whenItsCodesAreNoneOrTooMany() {
        publish();
        List<Object> hostile = List.of(
                Collections.nCopies(200, Map.of("Code", "exited")),
                List.of(Map.of("Code", "<script>")),
                List.of(Map.of("Code", "x".repeat(1_000))),
                List.of(Map.of("Code", "exited", "Data", Map.of("a b", "1"))),
                Collections.nCopies(10, Map.of("Code", "said", "Data", Map.of("text", "x".repeat(2_000)))));
        for (Object why : hostile) {
            server.clock.advance(Duration.ofSeconds(1));

            fails("so", why);

            assertThat(deploys.placed(placement).text("observed.reason")).isEqualTo("so");
            assertThat(deploys.placed(placement).at("observed.why")).isNull();
        }
        Reply history = server.api("GET", "/placements/" + placement + "/history", null);
        assertThat(String.valueOf(history.body())).doesNotContain("why", "script");
    }

    @Test
    void values_areCut_whenTheyAreLong() {
        publish();

        fails("so", List.of(Map.of("Code", "of-tomorrow", "Data", Map.of("text", "x".repeat(5_000)))));

        assertThat(deploys.placed(placement).text("observed.why.0.code")).isEqualTo("of-tomorrow");
        assertThat(deploys.placed(placement).text("observed.why.0.data.text")).hasSize(2_000);
    }

    @Test
    void timeOut_hasWhatTheAgentSaidLastAsItsCause() {
        long rollout = publish();
        Reason no = Reason.of(Code.PROBE_ANSWERED, "probe", "/health", "status", 500);
        Reply wanted = deploys.wanted(node);
        Map<String, Object> state = deploys.state(wanted, "starting", release, no.text());
        state.put("Why", parts(no));
        deploys.report(node, List.of(deploys.step(wanted, "started", null)), List.of(state));

        server.clock.advance(Duration.ofSeconds(31));

        await(() -> deploys.rollout(rollout).text("status").equals("failed"));
        Reply part = deploys.rollout(rollout);
        assertThat(part.text("placements.0.reason")).isEqualTo("not ready within 30 s: /health answered 500");
        assertThat(part.at("placements.0.why")).isEqualTo(shown(no.in(Code.NOT_READY_WITHIN, "limit", 30)));
    }

    @Test
    void timeOut_keepsTheWordsOfAnAgent_whoseCodesAreNotKnownHere() {
        long rollout = publish();
        Reply wanted = deploys.wanted(node);
        Map<String, Object> state = deploys.state(wanted, "starting", release, "of tomorrow, in words");
        state.put("Why", List.of(Map.of("Code", "of-tomorrow")));
        deploys.report(node, List.of(deploys.step(wanted, "started", null)), List.of(state));

        server.clock.advance(Duration.ofSeconds(31));

        await(() -> deploys.rollout(rollout).text("status").equals("failed"));
        assertThat(deploys.rollout(rollout).text("placements.0.reason"))
                .isEqualTo("not ready within 30 s: of tomorrow, in words");
    }

    @Test
    void server_tellsItsOwnReasonsByCode() {
        long first = publish();
        long second = publish();

        assertThat(deploys.rollout(first).text("placements.0.reason")).isEqualTo("replaced by rollout " + second);
        assertThat(deploys.rollout(first).at("placements.0.why"))
                .isEqualTo(shown(Reason.of(Code.CAME_AFTER, "rollout", second)));
        server.api("POST", "/placements/" + placement + "/stop", null);
        assertThat(deploys.rollout(second).text("placements.0.why.0.code")).isEqualTo("stopped-by");
    }

    @Test
    void run_ofATaskHasItsReasonByCode() {
        long task = server.api("POST", "/deployments", Map.of("name", "migrate", "mode", "task"))
                .number("id");
        TestNode other = TestNode.enrolled(server, "web2");
        deploys.placement(task, other);
        deploys.publish(task, deploys.release(task, "1"));
        Reply wanted = deploys.wanted(other);
        Map<String, Object> state = deploys.state(wanted, "done", wanted.number("data.0.ReleaseId"), ENDED.text());
        state.put("ExitCode", 3);
        state.put("Why", parts(ENDED));

        deploys.report(other, List.of(), List.of(state));

        Reply runs = server.api("GET", "/deployments/" + task + "/runs", null);
        assertThat(runs.number("items.0.exitCode")).isEqualTo(3);
        assertThat(runs.at("items.0.why")).isEqualTo(shown(ENDED));
    }

    @Test
    void localService_hasItsReasonByCode_boundedAsWell() {
        server.link(
                "/Deploy/Upload",
                List.of(
                        Map.of("Name", "a", "State", "gaveUp", "Reason", ENDED.text(), "Why", parts(ENDED)),
                        Map.of("Name", "b", "State", "gaveUp", "Reason", "so", "Why", List.of(Map.of("Code", "N o")))),
                node.token);

        Reply shown = server.api("GET", "/nodes/" + node.id() + "/local-services", null);

        assertThat(shown.at("items.0.why")).isEqualTo(shown(ENDED));
        assertThat(shown.text("items.1.reason")).isEqualTo("so");
        assertThat(shown.at("items.1.why")).isNull();
    }
}
