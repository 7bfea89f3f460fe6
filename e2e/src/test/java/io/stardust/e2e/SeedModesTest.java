package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The deployment document's modes: which files are where, what runs. docs/seed.md names its statements. */
class SeedModesTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static AgentProcess agent;

    @BeforeAll
    static void startAgent() throws IOException {
        agent = WORLD.agent("modes");
    }

    @Test
    void standard_unpacksIntoTheWorkDirectoryAndRunsThere() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "standard", Map.of("mode", "standard"));

        app.publish("1", Map.of("standard.sh", SeedApp.program("1"), "lib/a.so", "a", "appsettings.json", "{}"));

        assertThat(app.pid()).isPositive();
        assertThat(app.started()).contains("file " + app.work().resolve("standard.sh"));
        assertThat(app.work().resolve("lib/a.so")).hasContent("a");
        assertThat(app.work().resolve("appsettings.json")).hasContent("{}");
        assertThat(packages("standard")).hasSize(1);
        assertThat(agent.data().resolve("shadow")).satisfies(SeedModesTest::isEmptyOrMissing);
        Files.writeString(app.work().resolve("appsettings.json"), "edited");
        Files.createDirectories(app.work().resolve("logs"));
        Files.writeString(app.work().resolve("logs/app.log"), "log");

        app.publish("2", Map.of("standard.sh", SeedApp.program("2"), "appsettings.json", "{2}"));

        assertThat(app.work().resolve("standard.sh")).content().contains("version 2");
        assertThat(app.work().resolve("lib/a.so")).as("an obsolete program").doesNotExist();
        assertThat(app.work().resolve("appsettings.json")).hasContent("edited");
        assertThat(app.work().resolve("logs/app.log")).hasContent("log");
    }

    @ParameterizedTest
    @CsvSource({"partial, true, true, true", "standard, false, true, true", "full, false, false, false"})
    void packageMode_decidesWhatGoes_andTheOverwriteListWhatIsReplaced(
            String mode, boolean oldProgramStays, boolean dataStays, boolean configurationStays) throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "package-" + mode, Map.of("fileName", "run.sh"));
        app.publish("1", Map.of("run.sh", SeedApp.program("1"), "old.so", "1", "kept.yml", "1", "replaced.yml", "1"));
        for (String file : List.of("kept.yml", "replaced.yml", "orders.db")) {
            Files.writeString(app.work().resolve(file), "edited");
        }

        app.publish(
                "2",
                "&mode=" + mode + "&overwrite=replaced.*",
                Map.of("run.sh", SeedApp.program("2"), "kept.yml", "2", "replaced.yml", "2"));

        assertThat(app.work().resolve("run.sh")).content().contains("version 2");
        assertThat(Files.exists(app.work().resolve("old.so"))).isEqualTo(oldProgramStays);
        assertThat(Files.exists(app.work().resolve("orders.db"))).isEqualTo(dataStays);
        assertThat(app.work().resolve("kept.yml")).hasContent(configurationStays ? "edited" : "2");
        assertThat(app.work().resolve("replaced.yml")).hasContent("2");
    }

    @Test
    void shadow_runsFromItsOwnFolder_keepsConfigurationAndACleanWorkDirectory() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "shady", Map.of("mode", "shadow"));

        long first = app.release("1", "", Map.of("shady.sh", SeedApp.program("1"), "lib/a.so", "a", "app.yml", "1"));
        WORLD.deploys().publishWell(app.app(), first);

        Path shadow = agent.data().resolve("shadow/shady-" + hash8(first));
        assertThat(shadow.resolve("shady.sh")).isExecutable();
        assertThat(app.started()).contains("file " + shadow.resolve("shady.sh"));
        assertThat(Procs.in(app.work())).as("works in the work directory").hasSize(1);
        app.environment();
        assertThat(app.work().toFile().list()).containsExactlyInAnyOrder("app.yml", "start.txt", "env.txt");
        Files.writeString(app.work().resolve("app.yml"), "edited");

        long second = app.release("2", "", Map.of("shady.sh", SeedApp.program("2"), "app.yml", "2", "new.yml", "2"));
        WORLD.deploys().publishWell(app.app(), second);

        assertThat(app.work().resolve("app.yml")).hasContent("edited");
        assertThat(app.work().resolve("new.yml")).hasContent("2");
        assertThat(agent.data().resolve("shadow/shady-" + hash8(second) + "/shady.sh"))
                .exists();
        Awaits.until("the old shadow goes", Duration.ofSeconds(10), () -> !Files.exists(shadow));
    }

    @Test
    void hosted_showsThatTheSiteIsOff_keepsWebConfig_startsNothing() throws Exception {
        SeedApp app = SeedApp.on(WORLD, agent, "hosted", Map.of("mode", "hosted"));
        app.publish("1", Map.of("index.html", "1", "web.config", "1", "wwwroot/a.css", "1"));
        assertThat(app.awaitState("hosted").number("observed.pid")).isZero();
        Files.writeString(app.work().resolve("web.config"), "edited");

        var seen = new ArrayList<String>();
        try (WatchService watch = app.work().getFileSystem().newWatchService()) {
            app.work().register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            app.publish("2", "&mode=full", Map.of("index.html", "2", "web.config", "2"));
            Awaits.until("the page came and went", Duration.ofSeconds(10), () -> {
                var key = watch.poll();
                if (key != null) {
                    key.pollEvents().forEach(event -> seen.add(event.kind().name() + " " + event.context()));
                    key.reset();
                }
                return seen.contains("ENTRY_DELETE app_offline.htm");
            });
        }

        assertThat(seen.indexOf("ENTRY_CREATE app_offline.htm"))
                .isNotNegative()
                .isLessThan(seen.indexOf("ENTRY_CREATE index.html"));
        assertThat(seen.indexOf("ENTRY_CREATE index.html")).isLessThan(seen.indexOf("ENTRY_DELETE app_offline.htm"));
        assertThat(app.work().toFile().list()).containsExactlyInAnyOrder("index.html", "web.config");
        assertThat(app.work().resolve("index.html")).hasContent("2");
        assertThat(app.work().resolve("web.config")).hasContent("edited");
        assertThat(Procs.in(app.work())).isEmpty();
    }

    @Test
    void task_runsOnce_keepsExitCodeAndOutput_andIsNeverGuarded() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "task", Map.of("mode", "task"));
        String script = "#!/bin/sh\necho ran >> runs.txt\necho \"from $(pwd)\"\nexit ";

        app.publish("1", Map.of("migrate.sh", script + "0\n"));

        Doc done = app.awaitState("done");
        assertThat(done.number("observed.exitCode")).isZero();
        assertThat(done.number("observed.startedAt")).isBetween(1L, done.number("observed.at"));
        assertThat(app.output()).contains("from " + app.work());
        AgentProcess own = WORLD.agent("tasks");
        SeedApp failing = SeedApp.on(WORLD, own, "failing-task", Map.of("mode", "task"));
        Doc rollout =
                WORLD.deploys().publish(failing.app(), failing.release("1", "", Map.of("migrate.sh", script + "4\n")));
        assertThat(rollout.text("status")).isEqualTo("failed");
        assertThat(failing.awaitState("failed").number("observed.exitCode")).isEqualTo(4);
        own.jvm().kill();
        own.start();
        WORLD.awaitOnline(own);
        assertThat(failing.awaitState("failed").number("observed.exitCode")).isEqualTo(4);
        assertThat(failing.work().resolve("runs.txt")).hasContent("ran");

        failing.act("start");

        Awaits.until(
                "a second run, since somebody asked for it",
                Duration.ofSeconds(20),
                () -> Files.readAllLines(failing.work().resolve("runs.txt")).size() == 2);
        assertThat(app.work().resolve("runs.txt")).hasContent("ran");
        own.jvm().kill();
    }

    private static String hash8(long release) throws IOException {
        return WORLD.api().get("/releases/" + release).text("sha256").substring(0, 8);
    }

    private static List<Path> packages(String name) throws IOException {
        try (Stream<Path> files = Files.list(agent.data().resolve("releases").resolve(name))) {
            return files.toList();
        }
    }

    private static void isEmptyOrMissing(Path folder) {
        String[] names = folder.toFile().list();
        assertThat(names == null ? new String[0] : names).noneMatch(name -> name.startsWith("standard-"));
    }
}
