package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One agent's life, from the one-line install to the day it is taken off; its app runs through all of it. */
@TestMethodOrder(OrderAnnotation.class)
class AgentLifeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final World WORLD = new World();

    private static InstalledAgent agent;
    private static Path root;
    private static String token;
    private static long node;
    private static long appPid;

    @BeforeAll
    static void upload() throws IOException {
        root = Files.createDirectories(WORLD.directory().resolve("machine"));
        agent = new InstalledAgent(root, WORLD.directory().resolve("agents-installed.log"));
        offer("4.0.1", InstalledAgent.GOOD);
        token = WORLD.api()
                .post("/tokens", Map.of("kind", "enrol", "name", "one-liner", "project", 1))
                .text("token");
        WORLD.secrets().add(token);
    }

    @AfterAll
    static void stop() {
        agent.stop();
    }

    private static void offer(String version, String script) throws IOException {
        Path packed = InstalledAgent.packed(WORLD.directory().resolve("packages"), version, script);
        Doc made = WORLD.api().upload("/agent-releases?version=" + version, packed);
        assertThat(made.text("version")).isEqualTo(version);
    }

    private static String install(List<String> options) throws IOException {
        String line = "curl -fsSL " + WORLD.server().address() + "/install.sh | sh -s -- --root " + root + " "
                + String.join(" ", options);
        return InstalledAgent.run(List.of("sh", "-c", line), Map.of());
    }

    private static Doc awaitVersion(String version) {
        return Awaits.value(
                "the node runs " + version,
                PATIENCE,
                () -> WORLD.node("life"),
                now -> version.equals(now.text("version")) && now.yes("longLink"));
    }

    private static void awaitEvent(String words) {
        Awaits.value(
                "event '" + words + "'",
                PATIENCE,
                () -> WORLD.api().all("/nodes/" + node + "/events"),
                events -> events.stream().anyMatch(event -> event.text("remark").contains(words)));
    }

    /** Gives an order and returns it answered, or as it is after ten seconds. */
    private static Doc order(String command, String argument) throws IOException {
        return WORLD.api()
                .post(
                        "/nodes/" + node + "/commands",
                        Map.of("command", command, "argument", argument, "waitSeconds", 10));
    }

    private static void assertThatTheAppRunsOn() throws IOException {
        assertThat(Procs.in(agent.data().resolve("apps/through"))).containsExactly(appPid);
    }

    @Test
    @Order(1)
    void oneLine_installsTheAgent_whichJoins() throws IOException {
        String said = install(List.of("--token", token, "--name", "life"));
        assertThat(said)
                .contains("fetching agent-4.0.1-linux-x64.tar.gz", "version 4.0.1")
                .doesNotContain(token);
        Path planted = Files.createDirectories(WORLD.directory().resolve("planted"));
        Path systemctl =
                Files.writeString(planted.resolve("systemctl"), "#!/bin/sh\necho \"$@\" >> " + planted + "/told\n");
        assertThat(systemctl.toFile().setExecutable(true)).isTrue();
        agent.start(Map.of(
                "STARDUST_AGENT_APPS_START_SECONDS", "1",
                "STARDUST_AGENT_COMMANDS_REBOOT", "true",
                "PATH", planted + ":" + System.getenv("PATH")));

        node = awaitVersion("4.0.1").number("id");
        WORLD.secrets().addFrom(agent.data().resolve("state"));
        Deploys deploys = WORLD.deploys();
        long app = deploys.deployment("through", Map.of());
        deploys.place(app, node);
        deploys.publishWell(app, deploys.release(app, "1", Zips.sleeper(WORLD.file("through.zip"), "1")));
        appPid = Procs.in(agent.data().resolve("apps/through")).getFirst();
        assertThat(agent.status())
                .contains(
                        "installed   4.0.1", "running     yes", "version 4.0.1", "1 running: through (" + appPid + ")");
    }

    @Test
    @Order(2)
    void restart_bringsAnotherAgent_andTheSameApp() throws IOException {
        long before = agent.pid();
        assertThat(order("node/restart", "").text("result")).contains("the agent restarts");

        Awaits.until("another process", PATIENCE, () -> agent.pid() != before);
        awaitVersion("4.0.1");
        assertThatTheAppRunsOn();
    }

    @Test
    @Order(3)
    void upgrade_bringsTheNewVersion_andTheSameApp() throws IOException {
        offer("4.0.2", InstalledAgent.GOOD);
        order("node/upgrade", "");

        awaitVersion("4.0.2");
        awaitEvent("version 4.0.2 runs, instead of 4.0.1");
        assertThat(agent.current()).isEqualTo("4.0.2");
        assertThat(agent.home().resolve("trial")).doesNotExist();
        assertThatTheAppRunsOn();
    }

    @Test
    @Order(4)
    void upgrade_goesBack_whenTheNewVersionCrashes_andNeverTriesItAgain() throws IOException {
        offer("4.0.3", InstalledAgent.CRASHES);
        order("node/upgrade", "");

        awaitEvent("version 4.0.3 failed, 4.0.2 runs on: it ended before it had reached its server");
        awaitVersion("4.0.2");
        assertThat(agent.current()).isEqualTo("4.0.2");
        assertThat(Files.readString(agent.log())).contains("version 4.0.3 failed, back to 4.0.2");
        assertThat(order("node/upgrade", "").text("result")).isEqualTo("nothing newer than 4.0.2");
        assertThat(agent.status()).contains("failed      4.0.3");
        assertThatTheAppRunsOn();
    }

    @Test
    @Order(5)
    void upgrade_survivesKillsAtAnyMoment() throws IOException {
        offer("4.0.4", InstalledAgent.GOOD);
        for (int i = 0; i < 4; i++) {
            long victim = agent.pid();
            WORLD.api().post("/nodes/" + node + "/commands", Map.of("command", "node/upgrade"));
            long after = 200L + 900L * i; // ms: while it is fetched, unpacked, tried
            LockSupport.parkNanos(Duration.ofMillis(after).toNanos());
            Procs.kill(victim);
            Awaits.until("another process", PATIENCE, () -> agent.pid() != victim && Procs.isAlive(agent.pid()));
            assertThat(agent.current()).isIn("4.0.2", "4.0.4");
            Awaits.value("it is back", PATIENCE, () -> WORLD.node("life"), now -> now.yes("longLink"));
        }
        if (agent.current().equals("4.0.2")) order("node/upgrade", "");

        Awaits.until(
                "a version that works",
                PATIENCE,
                () -> List.of("4.0.2", "4.0.4").contains(WORLD.node("life").text("version")));
        assertThatTheAppRunsOn();
    }

    @Test
    @Order(6)
    void orders_areHeldToThePolicy_andTheAgentsOwnLock() throws IOException {
        Path log = agent.data().resolve("apps/through/app.log");
        Files.writeString(log, "one\ntwo\n");
        String path = "/nodes/" + node + "/command-policy";

        assertThat(order("file/tail", "{\"path\":\"apps/through/app.log\",\"lines\":1}")
                        .text("result"))
                .contains("two")
                .doesNotContain("one");
        assertThat(order("file/tail", "state/credentials.json").text("status")).isEqualTo("cancelled");
        assertThat(order("node/setchannel", "beta").text("result")).isEqualTo("Beta");
        assertThat(status(() -> order("bash", "id"))).isEqualTo(403);
        assertThat(status(() -> order("node/reboot", ""))).isEqualTo(403);
        WORLD.api().put(path, Map.of("shell", true, "commands", List.of("*")));
        assertThat(order("bash", "id").text("result")).isEqualTo("not found: bash"); // the agent's own lock
        assertThat(order("node/reboot", "").text("result")).isEqualTo("the machine restarts");
        assertThat(WORLD.directory().resolve("planted/told")).hasContent("reboot");
    }

    private interface Call {
        Doc run() throws IOException;
    }

    private static int status(Call call) throws IOException {
        try {
            call.run();
            return 200;
        } catch (Api.Refused e) {
            return e.status();
        }
    }

    @Test
    @Order(7)
    void oneLineAgain_keepsTheSettings_andUninstallLeavesTheAppAlone() throws IOException {
        String before = Files.readString(root.resolve("etc/stardust-agent/agent.json"));
        install(List.of());
        assertThat(Files.readString(root.resolve("etc/stardust-agent/agent.json")))
                .isEqualTo(before);
        Path program = agent.home().resolve("current/bin/agent").toRealPath();

        String said = InstalledAgent.run(List.of(program.toString(), "uninstall", "--root", root.toString()), Map.of());

        assertThat(said).contains("apps that run on, guarded by nobody", "kept: ");
        assertThat(agent.home()).doesNotExist();
        assertThat(agent.data().resolve("state")).isDirectory();
        assertThatTheAppRunsOn();
    }
}
