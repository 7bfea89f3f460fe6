package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The deployment document's guard: what it looks at, what it does then. docs/seed.md names its statements. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeedGuardTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static AgentProcess agent;
    private static SeedApp hungry;
    private static long hungryPid;

    @BeforeAll
    static void startAgent() throws IOException {
        agent = WORLD.agent("guarding");
        // the guard looks every 30 s and wants to see it twice; meanwhile the other tests run
        hungry = SeedApp.on(WORLD, WORLD.agent("feeding"), "hungry", Map.of("maxMemory", 20));
        String eats = "#!/bin/sh\necho eats\nx=$(head -c 60000000 /dev/zero | tr '\\0' x)\nsleep 1000000; echo $x\n";
        hungry.publish("1", Map.of("eat.sh", eats));
        hungryPid = Awaits.value(
                        "it runs",
                        Duration.ofSeconds(20),
                        hungry::seen,
                        seen -> seen.text("observed.state").equals("running"))
                .number("observed.pid");
    }

    @Test
    @Order(1)
    void exited_isStartedAgain() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "killed", Map.of());
        app.publish("1");
        long pid = app.pid();

        assertThat(Procs.kill(pid)).isTrue();

        WORLD.deploys().awaitPid(app.placement(), app.awaitOther(pid));
    }

    @Test
    @Order(2)
    void changedConfiguration_isStoppedAndStarted_unchangedIsLeftAlone() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "reconfigured", Map.of("arguments", "one"));
        SeedApp other = SeedApp.on(WORLD, agent, "untouched", Map.of());
        app.publish("1");
        other.publish("1");
        long before = app.pid();
        long untouched = other.pid();

        app.edit(Map.of("arguments", "two"));

        app.awaitOther(before);
        Awaits.until( // until it says so itself, the file is of the one before
                "started with the other arguments",
                Duration.ofSeconds(10),
                () -> app.started().contains("arguments two"));
        assertThat(other.pid()).isEqualTo(untouched);
    }

    @Test
    @Order(3)
    void running_isAdoptedByItsNumber_andByItsLooks_whenTheAgentComesBack() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "survivor", Map.of("arguments", "by-its-looks"));
        app.publish("1", Map.of("run.sh", "#!/bin/sh\nwhile :; do sleep 1; done\n"));
        long pid = surviving(app);

        agent.jvm().kill();
        assertThat(Procs.isAlive(pid)).isTrue();
        long killed = System.currentTimeMillis();
        agent.start();
        assertThat(seenSince(killed, app, pid).yes("observed.adopted")).isTrue();
        agent.jvm().kill();
        killed = System.currentTimeMillis();
        for (String record : new String[] {"processes.json", "processes.json.prev"}) {
            Files.deleteIfExists(agent.data().resolve("state").resolve(record));
        }
        agent.start();

        assertThat(seenSince(killed, app, pid).yes("observed.adopted")).isTrue();
        Procs.kill(pid);
        Awaits.until("guarded on", Duration.ofSeconds(20), () -> surviving(app) != pid);
    }

    @Test
    @Order(4)
    void everything_isStartedFromSavedState_whenTheMachineWasRestarted() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "rebooted", Map.of());
        app.publish("1");
        long pid = app.pid();
        agent.jvm().kill();
        Procs.around(agent.data()).forEach(Procs::kill);
        Awaits.until("all is dead", Duration.ofSeconds(10), () -> !Procs.isAlive(pid));
        agent.start();

        app.awaitOther(pid);
    }

    @Test
    @Order(5)
    @Timeout(120)
    void memoryAboveTheLimit_isStoppedAndStarted_andSaidSo() throws IOException {
        Doc restarted = Awaits.value(
                "a restart for its memory",
                Duration.ofSeconds(100),
                () -> WORLD.api().all("/placements/" + hungry.placement() + "/history").stream()
                        .filter(step -> step.text("detail").contains("MB of memory, limit 20 MB"))
                        .findFirst()
                        .orElse(Doc.NONE),
                step -> step.has("step"));

        assertThat(restarted.text("step")).isEqualTo("stopped");
        Awaits.until(
                "it runs again",
                Duration.ofSeconds(20),
                () -> hungry.seen().number("observed.pid") != hungryPid
                        && hungry.seen().number("observed.pid") > 0);
    }

    /** What the agent that was started after {@code time} says, once it says that it runs as {@code pid}. */
    private static Doc seenSince(long time, SeedApp app, long pid) {
        return Awaits.value(
                "it still runs as " + pid,
                Duration.ofSeconds(20),
                app::seen,
                seen -> seen.number("observed.at") > time
                        && seen.number("observed.pid") == pid
                        && seen.text("observed.state").equals("running"));
    }

    /** The script of that loop; its {@code sleep} works in the same folder. */
    private static long surviving(SeedApp app) {
        return Awaits.value(
                "it runs",
                Duration.ofSeconds(20),
                () -> app.seen().number("observed.pid"),
                pid -> pid > 0 && Procs.isAlive(pid));
    }
}
