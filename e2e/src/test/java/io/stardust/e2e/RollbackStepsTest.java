package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.e2e.CommandLine.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Three machines, three releases, the last one bad: what a person's rollbacks do, step by step. */
class RollbackStepsTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static final List<AgentProcess> AGENTS = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeAll
    static void startAgents() throws IOException {
        for (int i = 1; i <= 3; i++) AGENTS.add(WORLD.agent("step" + i));
        for (AgentProcess agent : AGENTS) WORLD.awaitOnline(agent);
    }

    private static List<String> versions(List<Long> placements) throws IOException {
        List<String> versions = new ArrayList<>();
        for (long placement : placements) {
            versions.add(WORLD.deploys().placement(placement).text("observed.version"));
        }
        return versions;
    }

    @Test
    void rollback_goesFromCToBToA_andMovesOnlyWhatTheFailedCanaryTouched() throws IOException {
        Deploys deploys = WORLD.deploys();
        var cli = new CommandLine(
                folder.resolve("me"),
                Map.of("STARDUST_URL", WORLD.server().address().toString()));
        cli.runWith(ServerProcess.PASSWORD + "\n", "login", "--password-stdin").ok();
        long app = deploys.deployment("undo", Map.of());
        List<Long> placements = new ArrayList<>();
        for (AgentProcess agent : AGENTS) {
            placements.add(deploys.place(app, WORLD.node(agent.name()).number("id")));
        }
        for (String version : List.of("a", "b")) {
            Path zip = Zips.of(WORLD.file("undo-" + version + ".zip"), Map.of("run.sh", SeedApp.program(version)));
            Said well = cli.run("deploy", "publish", "undo", "--file", zip.toString(), "--version", version)
                    .ok();
            assertThat(well.err()).contains("batch 1 of 2").contains("batch 2 of 2");
            assertThat(well.out()).startsWith("undo " + version + " runs on 3 nodes");
        }
        Path zip = Zips.of(
                WORLD.file("undo-c.zip"), Map.of("run.sh", "#!/bin/sh\necho the database is missing\nexit 3\n"));

        Said bad = cli.run("deploy", "publish", "undo", "--file", zip.toString(), "--version", "c");
        Said unnamed = cli.run("deploy", "publish", "undo");
        Said once = cli.run("deploy", "rollback", "undo").ok();
        List<String> afterOnce = versions(placements);
        Said twice = cli.run("deploy", "rollback", "undo").ok();
        List<String> afterTwice = versions(placements);
        Said none = cli.run("deploy", "rollback", "undo");

        assertThat(bad.exit()).as("%s", bad).isEqualTo(1);
        assertThat(bad.err())
                .contains("exited with code 3")
                .contains("| the database is missing")
                .contains("next: stardust deploy rollback undo");
        assertThat(unnamed.exit()).isEqualTo(5);
        assertThat(unnamed.err()).contains("release c").contains("failed").contains("name it");
        assertThat(once.err()).containsPattern("step[123]: c -> b");
        assertThat(once.out()).startsWith("undo b runs on 1 node");
        assertThat(afterOnce).containsOnly("b");
        assertThat(twice.out()).startsWith("undo a runs on 3 nodes").contains("step1: b -> a", "step3: b -> a");
        assertThat(afterTwice).containsOnly("a");
        assertThat(none.exit()).as("%s", none).isEqualTo(5);
        assertThat(none.err()).contains("nothing ran before rollout");
        Doc failed = WORLD.api().get("/deployments/" + app + "/rollouts").list("items").stream()
                .filter(one -> one.text("version").equals("c"))
                .findFirst()
                .orElseThrow();
        assertThat(failed.text("status")).isEqualTo("failed");
        assertThat(failed.number("placements.failed")).isEqualTo(1);
        assertThat(cli.run("rollout", "list", "undo").ok().out()).contains("failed, rolled back by #");
    }

    @Test
    void publish_saysThatThereWasNothingToDo_whenTheReleaseRunsThere() throws IOException {
        Deploys deploys = WORLD.deploys();
        long app = deploys.deployment("same", Map.of());
        long placement = deploys.place(app, WORLD.node("step1").number("id"));
        long one = deploys.release(app, "1", Zips.of(WORLD.file("same.zip"), Map.of("run.sh", SeedApp.program("1"))));
        deploys.publishWell(app, one);
        long pid = deploys.awaitConverged(placement).number("observed.pid");

        Doc again = deploys.ended(deploys.rollOut(app, one), Duration.ofSeconds(30));

        assertThat(again.text("status")).isEqualTo("done");
        assertThat(again.number("counts.unchanged")).isEqualTo(1);
        assertThat(again.text("placements.0.reason")).isEqualTo("already at 1, nothing to do");
        assertThat(deploys.placement(placement).number("observed.pid")).isEqualTo(pid);
    }
}
