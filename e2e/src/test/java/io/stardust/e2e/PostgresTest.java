package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stardust.house.LongRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server with its state on PostgreSQL, and what becomes of it when that is killed, full or lost. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresTest {
    @RegisterExtension
    @Order(1)
    static final PostgresProcess POSTGRES = new PostgresProcess();

    @RegisterExtension
    @Order(2)
    static final World WORLD = new World(POSTGRES.settings("stardust"));

    private static final int KILLS = LongRun.kills(8);

    private static AgentProcess agent;
    private static long node;

    @BeforeAll
    static void startAgent() throws IOException {
        WORLD.secrets().add(PostgresProcess.PASSWORD);
        agent = WORLD.agent("on-postgres");
        node = WORLD.awaitOnline(agent);
    }

    @Test
    @Order(1)
    void publish_movesTheAppAndBack() throws IOException {
        Deploys deploys = WORLD.deploys();
        int port = Http.freePort();
        long app = deploys.deployment("hello", Map.of("port", port));
        deploys.place(app, node);
        long one = deploys.release(app, "1.0", Samples.hello("1.0"));
        long two = deploys.release(app, "2.0", Samples.hello("2.0"));

        deploys.publishWell(app, one);
        Http.awaitAnswer(port, "/", "hello 1.0");
        deploys.publishWell(app, two);
        Http.awaitAnswer(port, "/", "hello 2.0");
        Doc back = deploys.rollBack(app);
        Http.awaitAnswer(port, "/", "hello 1.0");

        assertThat(back.text("status")).as("%s", back).isEqualTo("done");
        assertThat(WORLD.server().data().resolve("stardust.db")).doesNotExist();
    }

    @Test
    @Order(2)
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void everythingAcknowledged_isThere_whenTheServerIsKilledAgainAndAgain() throws Exception {
        new KillLoop(WORLD, KILLS).run();
    }

    @Test
    @Order(3)
    void server_saysThatItIsDown_andGoesOn_whenPostgresIsKilledAndComesBack() throws IOException {
        Deploys deploys = WORLD.deploys();
        long app = deploys.deployment("patient", Map.of("arguments", "before"));

        POSTGRES.kill();
        Awaits.until(
                "the health tells",
                Duration.ofSeconds(30),
                () -> !WORLD.server().isUp());
        assertThat(status(app)).as("in words, not as a failure of ours").isEqualTo(503);
        POSTGRES.start();

        Awaits.until(
                "the health is well",
                Duration.ofSeconds(30),
                () -> WORLD.server().isUp());
        WORLD.api().patch("/deployments/" + app, -1, Map.of("arguments", "after"));
        assertThat(WORLD.api().get("/deployments/" + app).text("arguments")).isEqualTo("after");
        WORLD.awaitOnline(agent);
    }

    private static int status(long app) throws IOException {
        try {
            WORLD.api().patch("/deployments/" + app, -1, Map.of("arguments", "meanwhile"));
            return 200;
        } catch (Api.Refused refused) {
            return refused.status();
        }
    }

    @Test
    @Order(4)
    void start_says_whatIsWrong_whenThePasswordIs() throws IOException {
        Path wrong = Files.writeString(WORLD.directory().resolve("wrong-password"), "not it\n");
        Map<String, String> settings = new HashMap<>(POSTGRES.settings("stardust"));
        settings.put("STARDUST_DATABASE_PASSWORD_FILE", wrong.toString());
        var other = new ServerProcess(WORLD.directory().resolve("other"), settings);

        String told = other.run(1, "--port", "0");

        assertThat(told).contains("database.user: PostgreSQL refuses it").doesNotContain("not it");
    }

    @Test
    @Order(5)
    void start_refuses_whenAnotherServerUsesTheDatabase() throws IOException {
        var other = new ServerProcess(WORLD.directory().resolve("second"), POSTGRES.settings("stardust"));

        String told = other.run(1, "--port", "0");

        assertThat(told)
                .contains("another server uses this database")
                .contains(WORLD.server().data().toString());
    }

    @Test
    @Order(6)
    void writes_areRefusedInWords_whenPostgresIsFull_andGoOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectories(WORLD.directory().resolve("small"));
        boolean mounted = mount("mount", "-t", "tmpfs", "-o", "size=24m,mode=0777", "tmpfs", disk.toString());
        assumeTrue(mounted, "mounting a small disk needs root");
        Files.setPosixFilePermissions(WORLD.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Path space = Files.createDirectories(disk.resolve("space"));
        POSTGRES.give(space);
        POSTGRES.sql("create tablespace small location '%s'".formatted(space));
        POSTGRES.sql("create database small tablespace small");
        var server = new ServerProcess(WORLD.directory().resolve("small-server"), POSTGRES.settings("small"));
        server.start();
        try {
            long app = server.api().post("/deployments", Map.of("name", "full")).number("id");
            Path ballast = disk.resolve("ballast");
            fill(ballast);
            String much = "x".repeat(2_000);

            Awaits.until("an edit is refused", Duration.ofSeconds(40), () -> {
                try {
                    server.api().patch("/deployments/" + app, -1, Map.of("arguments", much + System.nanoTime()));
                    return false;
                } catch (Api.Refused refused) {
                    assertThat(refused.status()).as("%s", refused).isEqualTo(503);
                    return true;
                }
            });
            Files.delete(ballast);

            server.api().patch("/deployments/" + app, -1, Map.of("arguments", "room again"));
            assertThat(server.api().get("/deployments/" + app).text("arguments"))
                    .isEqualTo("room again");
        } finally {
            server.jvm().kill();
            POSTGRES.sql("drop database small with (force)");
            POSTGRES.sql("drop tablespace small");
            mount("umount", "-l", disk.toString());
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[16 << 10];
        try (var out = Files.newOutputStream(file)) {
            while (true) out.write(block);
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static boolean mount(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    @Order(7)
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void agentsGoOn_whenFolderAndDatabaseAreLostAndRestored() throws Exception {
        new RestoreDrill(WORLD, agent, node).run(() -> {
            POSTGRES.sql("drop database stardust with (force)");
            POSTGRES.sql("create database stardust");
        });
    }

    @Test
    @Order(8)
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void copy_movesTheServerIntoAFileAndAgentsGoOn() throws Exception {
        WORLD.server().jvm().stop(Duration.ofSeconds(20));
        String data = WORLD.server().data().toString();

        String told = WORLD.server().run(0, "copy", "--from", POSTGRES.url("stardust"), "--to", data);
        WORLD.server().without("STARDUST_DATABASE_");
        WORLD.server().start();

        assertThat(told).contains("rows copied and checked");
        WORLD.awaitOnline(agent);
        Deploys deploys = WORLD.deploys();
        long app = deploys.deployment("in-a-file", Map.of());
        deploys.place(app, node);
        deploys.publishWell(app, deploys.release(app, "1", Zips.sleeper(WORLD.file("in-a-file.zip"), "1")));
        String again = WORLD.server().run(1, "copy", "--from", data, "--to", POSTGRES.url("stardust"));
        assertThat(again).contains("is in use by another server");
    }
}
