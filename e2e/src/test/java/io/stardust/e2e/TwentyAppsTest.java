package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One node with twenty apps, scripts and commands of the machine; the agent, the server and the machine go away. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwentyAppsTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static final int APPS = 20;
    private static final long AGENT_RSS_KB = 96 << 10; // twice the budget of 48 MB

    private static AgentProcess agent;
    private static long node;
    private static final Map<String, Long> PLACEMENTS = new LinkedHashMap<>();

    @BeforeAll
    static void deployTwenty() throws IOException {
        agent = WORLD.agent("herder");
        node = WORLD.awaitOnline(agent);
        Deploys deploys = WORLD.deploys();
        for (int i = 0; i < APPS; i++) {
            String name = "app-" + i;
            boolean script = i % 2 == 0;
            Map<String, ?> settings = script ? Map.of() : Map.of("fileName", "sleep", "arguments", "1000000");
            long app = deploys.deployment(name, settings);
            PLACEMENTS.put(name, deploys.place(app, node));
            Path zip = WORLD.file(name + ".zip");
            deploys.rollOut(app, deploys.release(app, "1", script ? Zips.sleeper(zip, name) : Zips.readme(zip)));
        }
        for (long placement : PLACEMENTS.values()) deploys.awaitState(placement, "running");
    }

    @Test
    @Order(1)
    void agent_staysSmall_whenItGuardsTwenty() throws IOException {
        assertThat(Procs.residentKb(agent.jvm().pid())).isLessThan(AGENT_RSS_KB);
    }

    @Test
    @Order(2)
    void agent_adoptsAllAndRestartsNone_whenItWasKilled() throws IOException {
        Map<String, Long> before = pids();

        agent.jvm().kill();
        assertThat(before.values()).allMatch(Procs::isAlive);
        agent.start();
        WORLD.awaitOnline(agent);
        awaitReported(before);

        assertThat(pids()).isEqualTo(before);
        // adopted means guarded: each comes back
        killAll(before.values());
        for (String name : PLACEMENTS.keySet()) {
            Awaits.until(
                    name + " is started anew",
                    Duration.ofSeconds(20),
                    () -> agent.appPid(name) != before.getOrDefault(name, 0L));
        }
    }

    @Test
    @Order(3)
    void agent_adoptsAll_whenItWasToldToEnd() throws IOException {
        Map<String, Long> before = pids();

        agent.jvm().stop(Duration.ofSeconds(10));
        assertThat(before.values()).allMatch(Procs::isAlive);
        agent.start();
        WORLD.awaitOnline(agent);
        awaitReported(before);

        assertThat(pids()).isEqualTo(before);
    }

    @Test
    @Order(4)
    void agent_guardsFromSavedState_whenTheServerIsAwayForItsWholeLife() throws IOException {
        Map<String, Long> before = pids();
        agent.jvm().kill();
        WORLD.server().jvm().kill();

        agent.start();
        killAll(before.values().stream().limit(5).toList());

        Awaits.until(
                "all twenty run without a server",
                Duration.ofSeconds(30),
                () -> PLACEMENTS.keySet().stream()
                        .allMatch(name -> Procs.in(agent.app(name)).stream().anyMatch(pid -> Procs.isAlive(pid))));
        Map<String, Long> after = pids();
        assertThat(after.entrySet().stream().filter(entry -> entry.getValue().equals(before.get(entry.getKey()))))
                .as("apps that were not touched")
                .hasSize(APPS - 5);

        // the machine boots: nothing runs, and the server is still away
        agent.jvm().kill();
        killAll(after.values());
        agent.start();
        Map<String, Long> booted = pids();
        assertThat(booted.values()).doesNotContainAnyElementsOf(after.values());

        WORLD.server().start();
        WORLD.awaitOnline(agent);
        awaitReported(booted);
        assertThat(pids()).isEqualTo(booted);
    }

    @Test
    @Order(5)
    void server_endsCleanly_whenToldToEnd() throws IOException {
        Map<String, Long> before = pids();

        WORLD.server().jvm().stop(Duration.ofSeconds(10));
        assertThat(before.values()).allMatch(Procs::isAlive);
        WORLD.server().start();
        WORLD.awaitOnline(agent);

        assertThat(pids()).isEqualTo(before);
    }

    private static Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        for (String name : PLACEMENTS.keySet()) pids.put(name, agent.appPid(name));
        return pids;
    }

    private static void killAll(Collection<Long> pids) {
        pids.forEach(Procs::kill);
        Awaits.until(
                "they are gone", Duration.ofSeconds(10), () -> pids.stream().noneMatch(Procs::isAlive));
    }

    private static void awaitReported(Map<String, Long> pids) throws IOException {
        Deploys deploys = WORLD.deploys();
        for (var entry : PLACEMENTS.entrySet()) {
            deploys.awaitPid(entry.getValue(), pids.getOrDefault(entry.getKey(), 0L));
        }
    }
}
