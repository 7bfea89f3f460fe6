package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stardust.protocol.Hashes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every field of the deployment document's three tables acts. docs/seed.md names its statements. */
class SeedFieldsTest {
    /** Where these programs are asked: they listen nowhere, though they have ports. */
    @AutoClose
    private static final ServerSocket OTHER = listening();

    /** Says yes. */
    private static final Map<String, String> UP = Map.of("kind", "tcp", "target", "127.0.0.1:" + OTHER.getLocalPort());

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @RegisterExtension
    static final World WORLD = new World();

    private static AgentProcess agent;

    @BeforeAll
    static void startAgent() throws IOException {
        agent = WORLD.agent("fields");
        // so that another user may pass through
        for (Path folder = agent.data();
                folder != null && folder.startsWith(WORLD.directory());
                folder = folder.getParent()) {
            if (!folder.toFile().setExecutable(true, false)) throw new IOException("not passable: " + folder);
        }
    }

    @Test
    void name_isUnique_andIdsAreGiven() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "unique", Map.of());

        assertThat(app.app()).isPositive();
        assertThat(app.placement()).isPositive();
        assertThatThrownBy(() -> WORLD.deploys().deployment("unique", Map.of()))
                .isInstanceOf(Api.Refused.class)
                .hasMessageContaining("409")
                .hasMessageContaining("unique is taken");
    }

    @Test
    void enable_stopsWhenItIsTakenAway_andStartsWhenItIsGivenBack() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "enabled", Map.of());
        app.publish("1");
        app.pid();

        app.edit(Map.of("enabled", false));
        app.awaitNone();
        app.awaitState("stopped");
        app.edit(Map.of("enabled", true));
        app.pid();
        app.awaitState("running");
        app.override(Map.of("enabled", false));
        app.awaitNone();
        app.override(Map.of("enabled", true));

        app.pid();
    }

    @Test
    void fileName_choosesWhatStarts_byItsNameOrByTheNameOfAZip() throws IOException {
        Map<String, String> several =
                Map.of("one.sh", SeedApp.program("one"), "two.sh", SeedApp.program("two"), "named.sh", "#!/bin/sh\n");
        SeedApp file = SeedApp.on(WORLD, agent, "by-file", Map.of("fileName", "two.sh"));
        file.publish("1", several);
        assertThat(file.started()).contains("file " + file.work().resolve("two.sh"));

        SeedApp zip = SeedApp.on(WORLD, agent, "by-zip", Map.of("fileName", "one.zip"));
        zip.publish("1", several);
        assertThat(zip.started()).contains("file " + zip.work().resolve("one.sh"));
    }

    @Test
    void argumentsAndEnvironments_reachTheProcess_whole() throws IOException {
        // a JVM in the locale C cannot write it; the start scripts see to another
        String red = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding")) ? "红" : "red";
        SeedApp app = SeedApp.on(
                WORLD,
                agent,
                "told",
                Map.of(
                        "arguments",
                        "--a=1 'b c' $HOME",
                        "environment",
                        List.of(
                                Map.of("name", "GREETING", "value", "hello world"),
                                Map.of("name", "EMPTY", "value", ""),
                                Map.of("name", "DB", "value", "Server=db1;User='sa';\"" + red + "\"\nsecond=line; "),
                                Map.of("name", "PASSWORD", "value", "a;b", "secret", true))));
        app.publish("1");

        assertThat(app.started()).contains("arguments --a=1 b c $HOME");
        assertThat(app.environment())
                .contains("GREETING=hello world", "EMPTY=", "BasePath=" + app.work(), "StarAppId=told")
                .contains("DB=Server=db1;User='sa';\"" + red + "\"", "second=line; ", "PASSWORD=a;b")
                .noneMatch(line -> line.contains("ENROL") || line.contains("TOKEN"));
    }

    @Test
    void workingDirectory_isWhereItIsUnpackedAndRuns() throws IOException {
        Path elsewhere = WORLD.directory().resolve("elsewhere/shop");
        SeedApp app = SeedApp.on(WORLD, agent, "elsewhere", Map.of("workingDirectory", elsewhere.toString()));
        SeedApp asWritten = SeedApp.on(WORLD, agent, "sibling", Map.of("workingDirectory", "../apps/other-name"));

        app.publish("1");
        asWritten.publish("1");

        Awaits.until(
                "a process there",
                Duration.ofSeconds(10),
                () -> Procs.in(elsewhere).size() == 1);
        assertThat(elsewhere.resolve("run.sh")).exists();
        assertThat(Procs.in(agent.app("other-name"))).hasSize(1);
        assertThat(app.work()).doesNotExist();
    }

    @Test
    void userName_isWhoRunsIt_andOwnsItsFolder() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may become others");
        SeedApp app = SeedApp.on(WORLD, agent, "nobodys", Map.of("userName", "nobody"));

        app.publish("1");

        assertThat(app.started()).contains("user nobody");
        assertThat(Files.getOwner(app.work().resolve("run.sh")).getName()).isEqualTo("nobody");
        SeedApp unknown = SeedApp.on(WORLD, agent, "unknowns", Map.of("userName", "nobody-here"));
        Doc failed = WORLD.deploys().publish(unknown.app(), unknown.release("1", "", Map.of("run.sh", "#!/bin/sh\n")));
        assertThat(failed.text("placements.0.reason")).contains("user 'nobody-here' does not exist");
    }

    @Test
    void allowMultiple_runsSeveralOfOneProgram_eachUnderItsOwnName() throws IOException {
        SeedApp one = SeedApp.on(
                WORLD, agent, "multi-1", Map.of("allowMultiple", true, "readiness", UP), Map.of("port", 7001));
        SeedApp two = SeedApp.place(WORLD, agent, one.app(), "multi-2", Map.of("port", 7002));

        one.publish("1");

        assertThat(one.pid()).isNotEqualTo(two.pid());
        assertThat(one.environment()).contains("PORT=7001");
        assertThat(two.environment()).contains("PORT=7002");
        assertThat(one.work()).isNotEqualTo(two.work());
        assertThatThrownBy(() -> SeedApp.place(WORLD, agent, one.app(), "multi-2", Map.of()))
                .isInstanceOf(Api.Refused.class)
                .hasMessageContaining("multi-2");
    }

    @Test
    void autoStop_endsWithTheAgent_andOthersDoNot() throws IOException {
        AgentProcess own = WORLD.agent("leaving");
        SeedApp ends = SeedApp.on(WORLD, own, "ends-with-it", Map.of("autoStop", true));
        SeedApp stays = SeedApp.on(WORLD, own, "stays", Map.of());
        ends.publish("1");
        stays.publish("1");
        long staying = stays.pid();
        ends.pid();

        own.jvm().stop(Duration.ofSeconds(15));

        ends.awaitNone();
        assertThat(Procs.isAlive(staying)).isTrue();
        own.start();
        WORLD.awaitOnline(own);
        ends.pid();
        assertThat(stays.pid()).isEqualTo(staying);
        own.jvm().kill();
    }

    @Test
    void reloadOnChange_startsAnew_whenAProgramFileChanges() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "reloading", Map.of("reloadOnChange", true));
        app.publish("1", Map.of("run.sh", SeedApp.program("1"), "lib.jar", "1"));
        long before = app.pid();

        Files.writeString(app.work().resolve("lib.jar"), "2");

        app.awaitOther(before);
    }

    @Test
    void placement_overridesWhatTheDeploymentSays_onItsNodeOnly() throws IOException {
        SeedApp plain = SeedApp.on(
                WORLD,
                agent,
                "plain",
                Map.of(
                        "fileName",
                        "one.sh",
                        "arguments",
                        "base",
                        "port",
                        7101,
                        "environments",
                        "A=base;B=base",
                        "readiness",
                        UP));
        Path elsewhere = WORLD.directory().resolve("overridden");
        SeedApp.place(
                WORLD,
                agent,
                plain.app(),
                "overriding",
                Map.of(
                        "fileName", "two.sh",
                        "arguments", "over",
                        "port", 7102,
                        "environments", "B=over",
                        "workingDirectory", elsewhere.toString()));
        SeedApp hosted = SeedApp.place(WORLD, agent, plain.app(), "files-only", Map.of("mode", "hosted"));

        plain.publish("1", Map.of("one.sh", SeedApp.program("1"), "two.sh", SeedApp.program("1")));

        assertThat(plain.started()).contains("file " + plain.work().resolve("one.sh"), "arguments base");
        assertThat(plain.environment()).contains("PORT=7101", "A=base", "B=base");
        Awaits.until("start.txt", Duration.ofSeconds(10), () -> Files.exists(elsewhere.resolve("env.txt")));
        assertThat(elsewhere.resolve("start.txt")).content().contains(elsewhere + "/two.sh", "arguments over");
        assertThat(elsewhere.resolve("env.txt")).content().contains("PORT=7102", "A=base", "B=over");
        assertThat(hosted.awaitState("hosted").number("observed.pid")).isZero();
        assertThat(hosted.work().resolve("one.sh")).exists();
    }

    @Test
    void placement_tellsProcessIdAndVersion() throws IOException {
        SeedApp app = SeedApp.on(WORLD, agent, "telling", Map.of());
        app.publish("2.3.2022.0911");

        Doc seen = WORLD.deploys().awaitPid(app.placement(), app.pid());

        assertThat(seen.text("observed.version")).isEqualTo("2.3.2022.0911");
        assertThat(seen.number("deploymentId")).isEqualTo(app.app());
        assertThat(seen.text("nodeName")).isEqualTo("fields");
        assertThat(seen.text("deployName")).isEqualTo("telling");
        Doc deployment = WORLD.api().get("/deployments/" + app.app());
        assertThat(deployment.number("releaseId")).as("%s", deployment).isEqualTo(seen.number("desired.releaseId"));
    }

    @Test
    void release_recordsVersionUrlHashSizeOverwriteAndMode_andCanBeTakenOutOfUse() throws Exception {
        SeedApp app = SeedApp.on(WORLD, agent, "recorded", Map.of());
        long id = app.release("2.3.2022.0911", "&overwrite=*.yml&mode=full", Map.of("run.sh", SeedApp.program("1")));
        byte[] zip = Files.readAllBytes(WORLD.file("recorded-2.3.2022.0911.zip"));

        Doc release = WORLD.api().get("/releases/" + id);

        assertThat(release.text("version")).isEqualTo("2.3.2022.0911");
        assertThat(release.text("md5"))
                .isEqualTo(HexFormat.of().withUpperCase().formatHex(Hashes.md5().digest(zip)));
        assertThat(release.text("sha256")).isEqualTo(Hashes.sha256Hex(zip));
        assertThat(release.number("size")).isEqualTo(zip.length);
        assertThat(release.text("overwrite")).isEqualTo("*.yml");
        assertThat(release.text("mode")).isEqualTo("full");
        assertThat(release.yes("enabled")).isTrue();
        assertThat(release.number("deploymentId")).isEqualTo(app.app());
        WORLD.api().patch("/releases/" + id, -1, Map.of("enabled", false));
        assertThatThrownBy(() -> WORLD.deploys().publish(app.app(), id))
                .isInstanceOf(Api.Refused.class)
                .hasMessageContaining("disabled");
        assertThat(app.work()).doesNotExist();
    }

    @Test
    void maxMemory_andOtherNumbers_areRefusedWhenTheyMakeNoSense() throws IOException {
        for (Map<String, ?> bad : Stream.<Map<String, ?>>of(
                        Map.of("maxMemory", -5), Map.of("port", 70_000), Map.of("mode", "default"))
                .toList()) {
            assertThatThrownBy(() -> WORLD.deploys().deployment("senseless", bad))
                    .as("%s", bad)
                    .isInstanceOf(Api.Refused.class)
                    .hasMessageContaining(bad.keySet().iterator().next());
        }
    }
}
