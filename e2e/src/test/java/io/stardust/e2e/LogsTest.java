package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What deployed apps print is in the log centre; nothing was set for it. */
class LogsTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int LINES = 20_000;

    @RegisterExtension
    static final World WORLD = new World();

    private static AgentProcess agent;

    @BeforeAll
    static void start() throws IOException {
        agent = WORLD.agent("web1");
    }

    private static String logs(String app, String q) {
        return "/logs?app=" + app + "&order=oldest&limit=1000&q=" + URLEncoder.encode(q, StandardCharsets.UTF_8);
    }

    private static List<Doc> found(String app, String q) throws IOException {
        return WORLD.api().get(logs(app, q)).list("items");
    }

    private static Doc await(String app, String q) {
        return Awaits.value("a record of " + app + " for " + q, SOON, () -> found(app, q), list -> !list.isEmpty())
                .getFirst();
    }

    @Test
    void pythonScript_isFound_byWordLevelTraceAndRelease() throws IOException {
        assumeThat(Stream.of("/usr/bin/python3", "/usr/local/bin/python3")
                        .anyMatch(each -> Files.exists(Path.of(each))))
                .as("python3 is on this machine")
                .isTrue();
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String script = """
                import logging, time
                logging.basicConfig(level=logging.INFO, format='%%(asctime)s - %%(name)s - %%(levelname)s - %%(message)s')
                log = logging.getLogger('shop.cart')
                log.info('cart 17 opened trace_id=%s')
                try:
                    {}['missing']
                except KeyError:
                    log.exception('checkout failed')
                print('plain words')
                time.sleep(1000000)
                """.formatted(trace);
        SeedApp app = SeedApp.on(WORLD, agent, "cart", Map.of());
        app.publish("1.7", Map.of("run.sh", "#!/bin/sh\nexec python3 -u main.py\n", "main.py", script));

        Doc opened = await("cart", "opened");
        assertThat(opened.text("logger")).isEqualTo("shop.cart");
        assertThat(opened.text("level")).isEqualTo("info");
        assertThat(opened.text("release")).isEqualTo("1.7");
        assertThat(opened.text("node")).isEqualTo("web1");
        assertThat(await("cart", "trace:" + trace).text("message")).contains("cart 17 opened");
        Doc failed = await("cart", "level:error release:1.7");
        assertThat(failed.text("message")).contains("checkout failed", "Traceback", "KeyError: 'missing'");
        assertThat(found("cart", "KeyError")).hasSize(1);
        assertThat(await("cart", "\"plain words\"").text("message")).isEqualTo("plain words");
    }

    @Test
    void fileThatAnAppWrites_isFoundByWordAndFile_afterARotation() throws IOException {
        String script = """
                #!/bin/sh
                mkdir -p logs
                echo 'INFO harvest of day one' >> logs/app.log
                while [ ! -e rotate ]; do sleep 0.1; done
                mv logs/app.log logs/app.log.1
                echo 'ERROR harvest of day two' >> logs/app.log
                exec sleep 1000000
                """;
        SeedApp app = SeedApp.on(WORLD, agent, "orchard", Map.of("logFiles", "logs/*.log"));
        app.publish("1", Map.of("run.sh", script));

        Doc first = await("orchard", "harvest @file:logs/app.log");
        assertThat(first.text("message")).contains("day one");
        assertThat(first.text("release")).isEqualTo("1");
        Files.createFile(agent.data().resolve("apps/orchard/rotate"));
        Doc second = await("orchard", "level:error @file:logs/app.log");
        assertThat(second.text("message")).contains("day two");
        assertThat(found("orchard", "harvest")).hasSize(2);
    }

    @Test
    void springBootApp_isFound_withLoggerThreadAndLevel() throws IOException {
        Path zip = Zips.jar(WORLD.file("boot.zip"), Samples.springBoot());
        SeedApp app = SeedApp.on(WORLD, agent, "boot", Map.of("port", Http.freePort()));
        long release = WORLD.deploys().release(app.app(), "3.1", zip);
        WORLD.deploys().rollOut(app.app(), release);

        Doc started = Awaits.value(
                        "the words of its start",
                        Duration.ofMinutes(1),
                        () -> found("boot", "level:info Started seconds"),
                        list -> !list.isEmpty())
                .getFirst();
        assertThat(started.text("message")).startsWith("Started ");
        assertThat(started.text("logger")).isNotEmpty();
        assertThat(started.text("thread")).isEqualTo("main");
        assertThat(started.text("release")).isEqualTo("3.1");
        assertThat(started.number("time"))
                .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L));
    }

    @Test
    void everyLine_isThereOnce_whenTheServerIsKilledUnderLoad() throws IOException {
        String script = """
                #!/bin/sh
                i=0
                while [ $i -lt %d ]; do
                  i=$((i+1))
                  echo "counted n$i"
                  [ $((i %% 200)) -ne 0 ] || sleep 0.1
                done
                exec sleep 1000000
                """.formatted(LINES);
        SeedApp app = SeedApp.on(WORLD, agent, "count", Map.of());
        app.publish("1", Map.of("run.sh", script));
        for (int kill = 1; kill <= 3; kill++) {
            await("count", "n" + kill * 1_000);
            WORLD.server().jvm().kill();
            WORLD.server().start();
        }

        Awaits.until(
                "the last line",
                Duration.ofMinutes(1),
                () -> !found("count", "n" + LINES).isEmpty());
        Set<String> seen = new HashSet<>();
        String after = "";
        do {
            Doc page = WORLD.api().get(logs("count", "counted") + after);
            for (Doc each : page.list("items"))
                assertThat(seen.add(each.text("message"))).as("%s", each).isTrue();
            after = page.has("next") ? "&after=" + page.text("next") : "";
        } while (!after.isEmpty());
        assertThat(seen).hasSize(LINES);
    }

    @Test
    void commandLine_followsTheLog() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "tick", Map.of());
        app.publish("1", Map.of("run.sh", "#!/bin/sh\nwhile :; do echo \"tick of the clock\"; sleep 0.2; done\n"));
        await("tick", "clock");

        var cli = new CommandLine(
                WORLD.file("cli"),
                Map.of(
                        "STARDUST_URL",
                        WORLD.server().address().toString(),
                        "STARDUST_TOKEN",
                        WORLD.api().token()));
        assertThat(cli.lines(4, "logs", "tick", "-f", "-n", "1"))
                .allMatch(line -> line.endsWith("INFO  web1: tick of the clock"));
    }
}
