package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An agent of the release before at the server of this one, until that brings it to today's. */
@TestMethodOrder(OrderAnnotation.class)
class OldAgentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NEWER = "99.0";

    @RegisterExtension
    static final World WORLD = new World();

    private static InstalledAgent agent;
    private static DailyWork work;
    private static long pid;

    @BeforeAll
    static void install() throws IOException {
        Path root = Files.createDirectories(WORLD.directory().resolve("machine"));
        agent = new InstalledAgent(root, WORLD.directory().resolve("agent.log"));
        WORLD.shows(agent.log());
        String token = WORLD.api()
                .post("/tokens", Map.of("kind", "enrol", "name", "old", "project", 1))
                .text("token");
        WORLD.secrets().add(token);
        Path jars = OldRelease.jars(WORLD.directory().resolve("jars"));
        Path tree = InstalledAgent.tree(
                WORLD.directory().resolve("tree"),
                OldRelease.VERSION,
                InstalledAgent.GOOD,
                new Jvm.Program("agent", List.of()).before(jars));
        List<String> install = List.of(
                tree.resolve("bin/agent").toString(),
                "install",
                "--root",
                root.toString(),
                "--server",
                WORLD.server().address().toString(),
                "--name",
                "old");
        InstalledAgent.run(install, Map.of("STARDUST_AGENT_ENROL", token));
        agent.start(Map.of("STARDUST_AGENT_APPS_START_SECONDS", "1"));
        work = new DailyWork(WORLD, awaitVersion(OldRelease.VERSION), agent.data(), "app");
    }

    @AfterAll
    static void stop() {
        agent.stop();
    }

    private static long awaitVersion(String version) {
        return Awaits.value(
                        "the node runs " + version,
                        PATIENCE,
                        () -> WORLD.node("old"),
                        now -> version.equals(now.text("version")) && now.yes("longLink"))
                .number("id");
    }

    @Test
    @Order(1)
    void oldAgent_doesItsWork_atTodaysServer() throws IOException {
        pid = work.isDone();

        assertThat(Files.readString(agent.log())).doesNotContain("ERROR", "Exception");
    }

    @Test
    @Order(2)
    void upgrade_bringsTodaysAgent_andTheSameApp() throws IOException {
        Path packed = InstalledAgent.packed(WORLD.directory().resolve("packages"), NEWER, InstalledAgent.GOOD);
        WORLD.api().upload("/agent-releases?version=" + NEWER, packed);

        work.command("node/upgrade", "");

        awaitVersion(NEWER);
        assertThat(agent.current()).isEqualTo(NEWER);
        assertThat(Procs.in(work.work())).containsExactly(pid);
        Awaits.until(
                "the log centre has what the app printed",
                PATIENCE,
                () -> !WORLD.api().get("/logs?app=app&q=version").list("items").isEmpty());
        new DailyWork(WORLD, work.node(), agent.data(), "another").isDone();
        assertThat(Procs.in(work.work())).containsExactly(pid);
    }
}
