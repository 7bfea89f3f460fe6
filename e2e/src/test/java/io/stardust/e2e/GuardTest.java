package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.house.LongRun;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Apps that die, or never live. */
class GuardTest {
    private static final int KILLS = LongRun.kills(20);

    @RegisterExtension
    static final World WORLD = new World();

    private static AgentProcess agent;
    private static long node;
    private static long patientNode;

    @BeforeAll
    static void startAgents() throws IOException {
        // every death counts as the first one, so that many of them need no half hour of back-off
        Map<String, String> forgiving = Map.of("STARDUST_AGENT_APPS_RESET_SECONDS", "0");
        agent = WORLD.agent("guard", WORLD.server().address(), WORLD.directory().resolve("guard"), forgiving);
        node = WORLD.awaitOnline(agent);
        // a Java app needs a moment to find that its port is taken
        Map<String, String> patient = Map.of("STARDUST_AGENT_APPS_START_SECONDS", "10");
        Path data = WORLD.directory().resolve("patient");
        patientNode = WORLD.awaitOnline(WORLD.agent("patient", WORLD.server().address(), data, patient));
    }

    @Test
    void app_comesBack_whenKilledAgainAndAgain() throws IOException {
        Deploys deploys = WORLD.deploys();
        long app = deploys.deployment("phoenix", Map.of());
        long placement = deploys.place(app, node);
        deploys.publishWell(app, deploys.release(app, "1", Zips.sleeper(WORLD.file("phoenix.zip"), "1")));
        Set<Long> pids = new HashSet<>();

        for (int kill = 0; kill < KILLS; kill++) {
            long pid = agent.appPid("phoenix");
            assertThat(pids.add(pid)).as("a new process after kill %s", kill).isTrue();
            deploys.awaitPid(placement, pid);
            assertThat(Procs.kill(pid)).isTrue();
            Awaits.until("process " + pid + " is gone", Duration.ofSeconds(5), () -> !Procs.isAlive(pid));
        }

        long last = agent.appPid("phoenix");
        assertThat(pids).hasSize(KILLS).doesNotContain(last);
        Doc seen = deploys.awaitPid(placement, last);
        assertThat(seen.number("observed.crashes")).isEqualTo(KILLS);
    }

    @Test
    void app_isShownAsItIs_whenItsPortIsTaken() throws IOException {
        Deploys deploys = WORLD.deploys();
        try (var taken = new ServerSocket(0)) {
            long app = deploys.deployment("unlucky", Map.of("port", taken.getLocalPort()));
            long placement = deploys.place(app, patientNode);

            Doc rollout = deploys.publish(app, deploys.release(app, "2.0", Samples.hello("2.0")));

            assertThat(rollout.text("status")).as("%s", rollout).isEqualTo("failed");
            assertThat(rollout.text("placements.0.reason")).isNotEmpty();
            Doc seen = Awaits.value(
                    "the placement says that the app does not stay up",
                    Duration.ofSeconds(20),
                    () -> deploys.placement(placement),
                    now -> Set.of("backOff", "gaveUp", "failed").contains(now.text("observed.state")));
            assertThat(seen.number("observed.crashes")).isPositive();
            assertThat(seen.number("observed.exitCode")).isEqualTo(1);
            assertThat(seen.yes("converged")).isFalse();
            String output = WORLD.api()
                    .get("/placements/" + placement + "/output?lines=20")
                    .text("text");
            assertThat(output).contains("is taken");
        }
    }

    @Test
    void app_failsWithAReason_whenItsCommandIsNotThere() throws IOException {
        Deploys deploys = WORLD.deploys();
        long app = deploys.deployment("typo", Map.of("fileName", "no-such-command-here"));

        long placement = deploys.place(app, node);

        Doc rollout = deploys.publish(app, deploys.release(app, "1", Zips.readme(WORLD.file("typo.zip"))));

        assertThat(rollout.text("status")).as("%s", rollout).isEqualTo("failed");
        assertThat(rollout.text("placements.0.reason")).contains("no-such-command-here");
        Doc seen = deploys.awaitState(placement, "failed");
        assertThat(seen.text("observed.reason")).contains("no-such-command-here");
        assertThat(seen.number("observed.pid")).isZero();
    }

    @Test
    void app_stopsStartsAndRestarts_whenPeopleAsk() throws IOException {
        Deploys deploys = WORLD.deploys();
        long app = deploys.deployment("obedient", Map.of());
        long placement = deploys.place(app, node);
        deploys.publishWell(app, deploys.release(app, "1", Zips.sleeper(WORLD.file("obedient.zip"), "1")));
        long first = agent.appPid("obedient");

        WORLD.api().post("/placements/" + placement + "/restart", Map.of());
        long second = Awaits.value(
                        "a new process",
                        Duration.ofSeconds(20),
                        () -> Procs.in(agent.app("obedient")),
                        pids -> pids.size() == 1 && pids.getFirst() != first)
                .getFirst();
        deploys.awaitPid(placement, second);
        WORLD.api().post("/placements/" + placement + "/stop", Map.of());
        deploys.awaitState(placement, "stopped");
        assertThat(Procs.in(agent.app("obedient"))).isEmpty();
        WORLD.api().post("/placements/" + placement + "/start", Map.of());
        Doc running = deploys.awaitPid(placement, agent.appPid("obedient"));
        assertThat(running.number("observed.crashes")).isZero();
        WORLD.api().delete("/placements/" + placement);

        Awaits.until(
                "nothing of it is left",
                Duration.ofSeconds(20),
                () -> Procs.in(agent.app("obedient")).isEmpty() && !Files.exists(agent.app("obedient")));
    }
}
