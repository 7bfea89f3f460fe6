package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our agent under a server that was there before: the numbers 0 to 4 and 10 to 13, and 14, which nobody has. What our
 * server tells old agents is {@link ForeignClientTest}'s. docs/seed.md names the statements.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeedCompatTest {
    private static final Map<String, Integer> MODES = Map.of(
            "default0", 0, "extract1", 1, "run2", 2, "once3", 3, "multiple4", 4, "standard10", 10, "shadow11", 11,
            "hosted12", 12, "task13", 13, "unknown14", 14);

    @TempDir
    static Path folder;

    private static AgentProcess agent;

    @BeforeAll
    @SuppressWarnings("resource") // closed with the process of the tests
    static void startAgentOfAnUpstreamServer() throws IOException {
        UpstreamServer server = new UpstreamServer();
        for (var mode : MODES.entrySet()) {
            String name = mode.getKey();
            Path zip = Zips.of(folder.resolve(name + ".zip"), Map.of(
                    name + ".sh", "#!/bin/sh\necho $0 >> ran.txt\n" + (name.matches("once3|task13") ? "" : "sleep 1000000\n"),
                    "app.yml", name));
            server.want(name, mode.getValue(), name.equals("multiple4"), zip);
        }
        agent = new AgentProcess(
                "upstreams", folder.resolve("agents"), folder.resolve("data"), server.address(), "token", Map.of());
        agent.start();
    }

    @AfterAll
    static void endAll() {
        agent.jvm().kill();
        Procs.around(folder).forEach(Procs::kill);
    }

    private static String ran(String name) {
        return Awaits.value(
                        name + " ran",
                        Duration.ofSeconds(30),
                        () -> Files.readAllLines(agent.app(name).resolve("ran.txt")),
                        lines -> !lines.isEmpty())
                .getFirst();
    }

    /** The processes of its script. */
    private static List<Long> shells(String name) {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains("/" + name + ".sh"))
                .map(ProcessHandle::pid)
                .toList();
    }

    @Test
    void zeroAndFour_areShadow() throws IOException {
        for (String name : List.of("default0", "multiple4", "shadow11")) {
            assertThat(ran(name)).startsWith(agent.data().resolve("shadow/" + name + "-").toString());
            assertThat(shells(name)).hasSize(1);
            try (Stream<Path> files = Files.list(agent.app(name))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("app.yml", "ran.txt");
            }
        }
    }

    @Test
    void two_isStandard_asIsANumberThatNobodyHas() {
        for (String name : List.of("run2", "standard10", "unknown14")) {
            assertThat(ran(name)).isEqualTo(agent.app(name).resolve(name + ".sh").toString());
            assertThat(shells(name)).hasSize(1);
        }
    }

    @Test
    void one_isHosted() {
        for (String name : List.of("extract1", "hosted12")) {
            Awaits.until(
                    name + " is unpacked",
                    Duration.ofSeconds(30),
                    () -> Files.exists(agent.app(name).resolve(name + ".sh")));
            assertThat(Procs.in(agent.app(name))).isEmpty();
            assertThat(agent.app(name).resolve("ran.txt")).doesNotExist();
        }
    }

    @Test
    void three_isATask() {
        for (String name : List.of("once3", "task13")) {
            assertThat(ran(name)).isEqualTo(agent.app(name).resolve(name + ".sh").toString());
            assertThat(agent.app(name).resolve("ran.txt")).content().hasLineCount(1);
            assertThat(Procs.in(agent.app(name))).isEmpty();
        }
    }

    @Test
    @Order(9) // it takes the agent's memory away, tasks run again then
    void four_isNotTakenOnByItsLooks_whileTheOthersAre() throws IOException {
        ran("multiple4");
        ran("default0");
        List<Long> multiple = shells("multiple4");
        List<Long> single = shells("default0");
        agent.jvm().kill();
        for (String record : new String[] {"processes.json", "processes.json.prev"}) {
            Files.deleteIfExists(agent.data().resolve("state").resolve(record));
        }

        agent.start();

        Awaits.until("a second multiple4", Duration.ofSeconds(20), () -> shells("multiple4").size() == 2);
        assertThat(shells("multiple4")).containsAll(multiple);
        assertThat(shells("default0")).isEqualTo(single);
        multiple.forEach(Procs::kill);
    }
}
