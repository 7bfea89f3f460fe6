package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Agent, server or the line between them go away in the middle of a publish. */
class BrokenLineTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static final long PACKAGE = 24 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static Tunnel tunnel;
    private static AgentProcess agent;
    private static long node;

    @BeforeAll
    static void startAgentBehindTunnel() throws IOException {
        tunnel = new Tunnel(WORLD.server().port());
        agent = WORLD.agent("remote", tunnel.address(), WORLD.directory().resolve("remote"), Map.of());
        node = WORLD.awaitOnline(agent);
    }

    @AfterAll
    static void closeTunnel() throws IOException {
        tunnel.close();
    }

    @Test
    void publish_goesOn_whenTheAgentIsKilledInTheMiddle() throws IOException {
        Deploys deploys = WORLD.deploys();
        long rollout = rollOutAndStopMidway("agent-gone");
        long old = agent.appPid("agent-gone");
        long resumed = tunnel.resumed();

        agent.jvm().kill();
        assertThat(Procs.isAlive(old)).isTrue();
        assertThat(partial()).isPositive();
        tunnel.release();
        agent.start();

        assertThat(deploys.ended(rollout, PATIENCE).text("status")).isEqualTo("done");
        assertThat(agent.app("agent-gone").resolve("version.txt")).hasContent("new");
        assertThat(agent.appPid("agent-gone")).isNotEqualTo(old);
        assertThat(tunnel.resumed())
                .as("the download went on where it had stopped")
                .isGreaterThan(resumed);
    }

    @Test
    void publish_goesOn_whenTheServerIsKilledInTheMiddle() throws IOException {
        Deploys deploys = WORLD.deploys();
        long rollout = rollOutAndStopMidway("server-gone");
        long old = agent.appPid("server-gone");

        WORLD.server().jvm().kill();
        tunnel.release();
        assertThat(Procs.isAlive(old)).isTrue();
        WORLD.server().start();

        assertThat(deploys.ended(rollout, PATIENCE).text("status")).isEqualTo("done");
        assertThat(agent.app("server-gone").resolve("version.txt")).hasContent("new");
    }

    @Test
    void publish_goesOn_whenTheDownloadIsCutOffAgainAndAgain() throws IOException {
        Deploys deploys = WORLD.deploys();
        long app = running("cut");
        long release = deploys.release(app, "2", Zips.heavy(WORLD.file("cut-2.zip"), "new", PACKAGE));
        long cuts = tunnel.cuts();
        tunnel.cutAfter(PACKAGE / 4, 2);

        Doc rollout = deploys.ended(deploys.rollOut(app, release), PATIENCE);

        assertThat(rollout.text("status")).as("%s", rollout).isEqualTo("done");
        assertThat(tunnel.cuts() - cuts).isEqualTo(2);
        assertThat(agent.app("cut").resolve("version.txt")).hasContent("new");
    }

    private static long running(String name) throws IOException {
        Deploys deploys = WORLD.deploys();
        long app = deploys.deployment(name, Map.of());
        deploys.place(app, node);
        deploys.publishWell(app, deploys.release(app, "1", Zips.sleeper(WORLD.file(name + "-1.zip"), "1")));
        return app;
    }

    /** Returns the rollout, while a third of the package has arrived. */
    private static long rollOutAndStopMidway(String name) throws IOException {
        Deploys deploys = WORLD.deploys();
        long app = running(name);
        long release = deploys.release(app, "2", Zips.heavy(WORLD.file(name + "-2.zip"), "new", PACKAGE));
        tunnel.pauseAfter(PACKAGE / 3);
        long rollout = deploys.rollOut(app, release);
        Awaits.until("a part has arrived", PATIENCE, () -> tunnel.isPaused() && partial() > 0);
        return rollout;
    }

    /** Bytes of packages that are not whole yet. */
    private static long partial() throws IOException {
        long bytes = 0;
        try (Stream<Path> all = Files.walk(agent.data().resolve("staging"))) {
            for (Path file : all.filter(f -> f.toString().endsWith(".part")).toList()) bytes += Files.size(file);
        }
        return bytes;
    }
}
