package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lives of server and agent as packages of Debian: installed, used, upgraded against all odds, purged. */
@Tag("alone") // packing and installing take both cores
@TestMethodOrder(OrderAnnotation.class)
class InstalledServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOWER = "3.9.0";
    private static final String LOWER_AGENT = OldRelease.VERSION; // below it the agent is none of ours
    private static final String ARCHITECTURE = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    private static final String CLI = "env STARDUST_HOME=/srv/login /opt/cli/bin/stardust ";
    private static final String SERVER = "/opt/stardust-server/bin/server --config /etc/stardust/server.json ";

    @TempDir
    static Path folder;

    private static @Nullable Machine machine;
    private static String version;
    private static List<String> app = List.of();

    @BeforeAll
    @Timeout(400)
    static void bring() throws IOException {
        assumeTrue(Machine.isPossible(), "a machine with dpkg and root");
        Path packages = Packages.made();
        Path deb = Packages.only(packages, "stardust-server_*_" + ARCHITECTURE + ".deb");
        Path agent = Packages.only(packages, "stardust-agent_*_" + ARCHITECTURE + ".deb");
        version = deb.getFileName().toString().split("_", -1)[1];
        Machine made = Machine.start(folder.resolve("machine"));
        machine = made;
        made.put(deb, "/srv/new.deb");
        made.put(lower(deb, LOWER, "/opt/stardust-server"), "/srv/old.deb");
        made.put(agent, "/srv/agent.deb");
        made.put(lower(agent, LOWER_AGENT, "/opt/stardust-agent/versions/*"), "/srv/old-agent.deb");
        made.put(Packages.only(packages, "stardust-cli-*.tar.gz"), "/srv/cli.tar.gz");
        made.put(Zips.sleeper(folder.resolve("app.zip"), "1.0"), "/srv/app.zip");
        made.run("mkdir /opt/cli && tar -xzf /srv/cli.tar.gz -C /opt/cli --strip-components=1")
                .ok();
        assertThat(Files.size(deb)).isLessThan(90_000_000);
        assertThat(Files.size(agent)).isLessThan(35_000_000);
    }

    @AfterAll
    static void end() {
        if (machine != null) machine.close();
    }

    /** The same with a lower number, for dpkg and for itself; {@code program}: where it puts the program. */
    private static Path lower(Path deb, String number, String program) throws IOException {
        Path tree = folder.resolve("lower");
        Path made = folder.resolve("lower.deb");
        Path own = Files.createDirectories(folder.resolve("own/io/stardust/protocol"));
        Files.writeString(own.resolve("version.txt"), number + "\n2026-01-01T00:00:00Z\n");
        String script =
                """
                set -e
                dpkg-deb -R '%1$s' '%2$s'
                sed -i "s/^Version: .*/Version: %3$s/; s/^version='.*/version='%3$s'/" '%2$s'/DEBIAN/*
                '%4$s/bin/jar' -uf '%2$s'%7$s/lib/protocol-*.jar -C '%5$s' io
                rm -f '%2$s'%7$s/agent.aot
                for each in '%2$s'/opt/stardust-agent/versions/*; do
                    test ! -d "$each" || mv "$each" "${each%%/*}/%3$s"
                done
                dpkg-deb -Zgzip -z1 -b '%2$s' '%6$s'
                """.formatted(deb, tree, number, System.getProperty("java.home"), folder.resolve("own"), made, program);
        InstalledAgent.run(List.of("sh", "-c", script), Map.of());
        Files.walkFileTree(tree, new Deleting());
        return made;
    }

    private static Machine.Said run(String script) throws IOException {
        return Objects.requireNonNull(machine).run(script);
    }

    private static void awaitHealthy() {
        Awaits.until(
                "the server serves",
                PATIENCE,
                () -> run("curl -fsS http://localhost:6600/health").exit() == 0);
    }

    private static String serverPid() throws IOException {
        return run("cat /run/stardust-server.service.pid").ok().strip();
    }

    private static String installed() throws IOException {
        return run("dpkg-query -W -f '${Version} ${Status}' stardust-server").ok();
    }

    private static void awaitNode(String name, String number) {
        Awaits.value(
                name + " is online with " + number,
                PATIENCE,
                () -> run(CLI + "node show " + name + " -o json").text().replace(" ", ""),
                node -> node.contains("\"status\":\"online\"") && node.contains("\"version\":\"" + number + "\""));
    }

    private static List<String> apps() throws IOException {
        return apps("app");
    }

    /** The processes that work in the app's folder. */
    private static List<String> apps(String name) throws IOException {
        return run("find /proc -maxdepth 2 -name cwd -lname '*/apps/" + name + "' 2>/dev/null || true")
                .ok()
                .lines()
                .toList();
    }

    private static List<String> saved() throws IOException {
        return run("ls /var/lib/stardust/saved").ok().lines().toList();
    }

    @Test
    @Order(1)
    void install_startsTheServer_whenNothingWasThere() throws IOException {
        String told = run("dpkg -i /srv/old.deb").ok();

        assertThat(told).contains("the console is at port 6600", "Set up").doesNotContain("could not");
        awaitHealthy();
        assertThat(run("stat -c '%a %U:%G' /etc/stardust/server.json /var/lib/stardust /opt/stardust-server/server.aot")
                        .ok())
                .isEqualTo("640 root:stardust\n700 stardust:stardust\n644 root:root\n");
        assertThat(run("cat /run/stardust-server.service.log").ok()).contains("Stardust " + LOWER + " serves");
        assertThat(run("ps -o user= -p " + serverPid()).ok().strip()).isEqualTo("stardust");
        assertThat(run("ls -A /tmp").ok()).isEmpty();
    }

    @Test
    @Order(2)
    void theInstallLine_bringsAnAgent_whenTheServerIsFresh() throws IOException {
        run("""
                set -e
                code=$(sed -n 's/.*setup?code=//p' /run/stardust-server.service.log)
                echo correct-horse-battery-e2e | %1$s setup "$code" --url http://localhost:6600 --password-stdin
                STARDUST_AGENT_ENROL=$(%1$s token create --kind enrol --name line 2>/dev/null)
                export STARDUST_AGENT_ENROL
                curl -fsSL http://localhost:6600/install.sh | sh -s -- --name machine
                """.formatted(CLI)).ok();
        awaitNode("machine", version);

        run(CLI + "deploy create app && " + CLI
                        + "deploy publish app --file /srv/app.zip --version 1.0 --node machine --timeout 60")
                .ok();

        app = apps();
        assertThat(app).hasSize(1);
    }

    @Test
    @Order(3)
    void upgrade_isRefused_whenThereIsNoRoomToSaveTheDatabase() throws IOException {
        String pid = serverPid();
        run("install -d -m 700 -o stardust -g stardust /var/lib/stardust/saved && mount -t tmpfs"
                        + " -o size=1m,mode=700,uid=$(id -u stardust) tmpfs /var/lib/stardust/saved")
                .ok();

        String told = run("dpkg -i /srv/new.deb").failed();

        assertThat(told)
                .contains("the database could not be saved in /var/lib/stardust/saved: 1 MB are free there (expected: ")
                .contains("stardust-server: not upgraded");
        assertGoesOn(pid);
        assertThat(saved()).isEmpty();
        run("umount /var/lib/stardust/saved").ok();
    }

    @Test
    @Order(4)
    void upgrade_isRefused_whenServerJsonDoesNotHold() throws IOException {
        String pid = serverPid();
        run("cp -p /etc/stardust/server.json /srv/kept && echo '{\"prt\": 6600}' >/etc/stardust/server.json")
                .ok();

        String told = run("dpkg -i /srv/new.deb").failed();

        assertThat(told).contains("prt in /etc/stardust/server.json: no such setting (did you mean port?)");
        assertGoesOn(pid);
        assertThat(run("runuser -u stardust -- " + SERVER).exit()).isEqualTo(2);
        run("mv /srv/kept /etc/stardust/server.json").ok();
    }

    private static void assertGoesOn(String pid) throws IOException {
        assertThat(serverPid()).isEqualTo(pid);
        assertThat(run("curl -fsS http://localhost:6600/health").exit()).isZero();
        assertThat(installed()).isEqualTo(LOWER + " install ok installed");
    }

    @Test
    @Order(5)
    void upgrade_isFinished_whenItWasKilledMidway() throws IOException {
        run("""
                mkfifo /run/steps
                dpkg --status-fd 9 -i /srv/new.deb 9>/run/steps &
                while read -r step; do
                    case $step in 'status: stardust-server: unpacked'*) kill -9 $!; break ;; esac
                done </run/steps
                while pgrep -f [s]tardust-server.postinst; do sleep 0.1; done
                """).ok();

        run("dpkg -i /srv/new.deb").ok();

        awaitHealthy();
        assertThat(installed()).isEqualTo(version + " install ok installed");
        assertThat(run("cat /run/stardust-server.service.log").ok()).contains("Stardust " + version + " serves");
        assertThat(saved()).anyMatch(name -> name.startsWith(LOWER + "-"));
        assertThat(run("find /var/lib/stardust/saved -perm /077").ok()).isEmpty();
        assertThat(apps()).isEqualTo(app);
        assertThat(run(CLI + "deploy status app").ok()).contains("running");
    }

    @Test
    @Order(6)
    void start_saysWhy_whenThePortOrTheFolderIsAnothers() throws IOException {
        assertThat(run("runuser -u stardust -- " + SERVER + "--port 0").failed())
                .contains("data: /var/lib/stardust is in use by another server, process " + serverPid());
        assertThat(run("runuser -u stardust -- " + SERVER + "--data /tmp/other").failed())
                .contains("port: 6600 on 0.0.0.0 cannot be listened on");
        run("rm -rf /tmp/other").ok();
    }

    @Test
    @Order(7)
    void agentsUpgrade_bringsTheNewAgent_andTheSameApp() throws IOException {
        run("stardust-agent uninstall --purge --stop-apps").ok();
        run("""
                set -e
                dpkg -i /srv/old-agent.deb
                enrol=$(%1$s token create --kind enrol --name deb 2>/dev/null)
                echo '{"server": "http://localhost:6600", "data": "/var/lib/stardust-agent", "name": "debian", "enrol": "'$enrol'"}' \\
                    >/etc/stardust-agent/agent.json
                systemctl start stardust-agent.service
                """.formatted(CLI)).ok();
        awaitNode("debian", LOWER_AGENT);
        run(CLI + "deploy create other && " + CLI
                        + "deploy publish other --file /srv/app.zip --version 1.0 --node debian --timeout 60")
                .ok();
        List<String> other = apps("other");
        assertThat(other).hasSize(1);

        run("dpkg -i /srv/agent.deb").ok();

        awaitNode("debian", version);
        assertThat(apps("other")).isEqualTo(other);
        assertThat(run("readlink /opt/stardust-agent/current && ls /opt/stardust-agent/versions")
                        .ok())
                .isEqualTo("versions/" + version + "\n" + version + "\n");
        assertThat(run("stardust-agent status").ok()).contains("1 running: other (");
    }

    @Test
    @Order(8)
    void purge_leavesDataAlone() throws IOException {
        String told = run("dpkg --purge stardust-server stardust-agent").ok();

        assertThat(told).contains("kept /var/lib/stardust,", "kept /var/lib/stardust-agent,");
        assertThat(run("pgrep -f i[o].stardust").exit()).isEqualTo(1);
        assertThat(Objects.requireNonNull(machine).written())
                .filteredOn(path -> path.contains("stardust"))
                .filteredOn(path -> Stream.of("opt/cli/", "srv/", "var/lib/stardust/", "var/lib/stardust-agent/")
                        .noneMatch(path::startsWith))
                .containsExactly("var/lib/stardust", "var/lib/stardust-agent");
        assertThat(run("ls -A /tmp").ok()).isEmpty();
        assertThat(run("ls /var/lib/stardust").ok()).contains("stardust.db");
    }
}
