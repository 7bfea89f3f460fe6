package io.stardust.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.rollout.RolloutView;
import io.stardust.cli.Recorded;
import io.stardust.cli.terminal.Terminal.Looks;
import io.stardust.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolloutOutcomeTest {
    private final Recorded recorded = new Recorded(Path.of("."), Map.of());

    private static <T> T read(String json, Class<T> type) {
        return Json.TOLERANT.read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    private static DeploymentView hello() {
        return read("{\"id\":1,\"name\":\"hello\"}", DeploymentView.class);
    }

    private static RolloutView rollout(String kind, String status, String more, String... parts) {
        return read(
                "{\"id\":12,\"kind\":\"%s\",\"version\":\"1.1\",\"status\":\"%s\",%s\"placements\":[%s]}"
                        .formatted(kind, status, more, String.join(",", parts)),
                RolloutView.class);
    }

    private static String part(String node, String from, String to, String state, String more) {
        return "{\"nodeName\":\"%s\",\"fromVersion\":\"%s\",\"version\":\"%s\",\"state\":\"%s\",\"steps\":[]%s}"
                .formatted(node, from, to, state, more);
    }

    private static String counts(int ready, int failed, int unchanged) {
        return "\"counts\":{\"ready\":%d,\"failed\":%d,\"unchanged\":%d},".formatted(ready, failed, unchanged);
    }

    private String printed(RolloutView end) {
        RolloutOutcome.print(recorded.terminal("", Looks.PLAIN), hello(), end, 2_000);
        return recorded.out();
    }

    @Test
    void print_saysThatThereWasNothingToDo_whenAllWereThere() {
        assertThat(printed(rollout("publish", "done", counts(2, 0, 2))))
                .isEqualToIgnoringNewLines("hello 1.1: already running on 2 nodes with these files, nothing to do");
    }

    @Test
    void print_countsThoseThatWereThere_beside() {
        assertThat(printed(rollout("publish", "done", counts(3, 0, 1))))
                .contains("hello 1.1 runs on 3 nodes")
                .contains("1 of them already before");
    }

    @Test
    void print_tellsFromWhereEachNodeCame_andEachVersion_afterARollback() {
        String text = printed(rollout(
                "rollback",
                "done",
                counts(2, 0, 0),
                part("web1", "1.2", "1.1", "ready", ""),
                part("web2", "1.2", "1.0", "ready", "")));

        assertThat(text.lines())
                .containsExactly(
                        "hello runs 1.0 on 1 node, 1.1 on 1 node (2.0 s)", "  web1: 1.2 -> 1.1", "  web2: 1.2 -> 1.0");
    }

    @Test
    void explain_showsWhatTheProgramPrintedLast_andTheNextCommands() {
        RolloutView end = rollout(
                "publish",
                "failed",
                counts(0, 1, 0),
                part(
                        "web1",
                        "1.0",
                        "1.1",
                        "failed",
                        ",\"reason\":\"exited with code 3\",\"observed\":"
                                + "{\"state\":\"failed\",\"output\":\"starting\\nno port\\n\"}"));

        RolloutOutcome.explain(recorded.terminal("", Looks.PLAIN), hello(), end);

        assertThat(recorded.err().lines())
                .containsExactly(
                        "  web1 | starting",
                        "  web1 | no port",
                        "next: stardust deploy output hello --node web1",
                        "next: stardust deploy rollback hello --plan");
        assertThat(RolloutOutcome.of(end)).isEqualTo("web1: exited with code 3");
    }

    @Test
    void of_saysByWhatItWasRolledBack() {
        assertThat(RolloutOutcome.of(rollout("publish", "failed", "\"pausedWhy\":\"1 failed\",\"revertedBy\":13,")))
                .isEqualTo("1 failed; rolled back by #13");
    }
}
