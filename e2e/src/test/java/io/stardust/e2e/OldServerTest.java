package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An agent of this release at a server of the one before, until that is brought to today's. */
@TestMethodOrder(OrderAnnotation.class)
class OldServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final World WORLD = new World(Map.of(), ServerProcess::isOld);

    private static AgentProcess agent;
    private static DailyWork work;
    private static long pid;

    @BeforeAll
    static void start() throws IOException {
        agent = WORLD.agent("new");
        work = new DailyWork(WORLD, WORLD.node("new").number("id"), agent.data(), "app");
    }

    private static List<String> complaints() throws IOException {
        return Files.readAllLines(agent.log()).stream()
                .filter(line -> line.contains("WARN") || line.contains("ERROR") || line.contains("keeps no logs"))
                .toList();
    }

    @Test
    @Order(1)
    void todaysAgent_doesItsWork_andSaysOnceWhatTheServerLacks() throws IOException {
        pid = work.isDone();

        assertThat(complaints()).singleElement().asString().contains("the server keeps no logs");
    }

    @Test
    @Order(2)
    void upgradeOfTheServer_keepsNodeAndApp_andTakesWhatWasPrinted() throws IOException {
        ServerProcess server = WORLD.server();
        server.jvm().stop(PATIENCE);
        server.isNew();
        server.start();

        WORLD.awaitOnline(agent);

        assertThat(Procs.in(work.work())).containsExactly(pid);
        Awaits.until(
                "the log centre has what the app printed",
                PATIENCE,
                () -> !WORLD.api().get("/logs?app=app&q=version").list("items").isEmpty());
        new DailyWork(WORLD, work.node(), agent.data(), "another").isDone();
        assertThat(Procs.in(work.work())).containsExactly(pid);
    }
}
