package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.deploy.PlacementReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each field of what is to run acts; those with tests of their own are elsewhere (probes, files, memory, modes). */
class ServiceFieldsTest {
    private static final String SLEEP = "exec sleep 600";

    @TempDir
    Path data;

    TestNode node;

    @BeforeEach
    void startNode() throws Exception {
        node = new TestNode(data.toRealPath()).start();
    }

    @AfterEach
    void endNode() {
        node.close();
    }

    @Test
    void environment_tellsTheAppWhereItRuns_andItsOwnWins() throws Exception {
        Files.createDirectories(node.data.resolve("secrets"));
        Files.writeString(node.data.resolve("secrets/demo"), "very secret");
        node.script("demo", "env; " + SLEEP);

        node.want(Deploys.script(1, "demo")
                .port(8123)
                .with("Environments", "A=1;B=x y;STARDUST_NODE=mine;STARDUST_INSTANCE=other"));

        Awaits.until(() -> "its environment", () -> node.printed("demo").contains("BasePath"));
        assertThat(node.printed("demo").lines())
                .contains(
                        "STARDUST_SERVER=http://server.example:6600",
                        "StarServer=http://server.example:6600",
                        "STARDUST_APP_ID=demo",
                        "StarAppId=demo",
                        "STARDUST_NODE=mine",
                        "STARDUST_INSTANCE=demo@web1",
                        "STARDUST_RELEASE=v0",
                        "STARDUST_SECRET_FILE=" + node.data.resolve("secrets/demo"),
                        "BasePath=" + node.data.resolve("apps/demo"),
                        "PORT=8123",
                        "A=1",
                        "B=x y")
                .doesNotContain("STARDUST_TOKEN=secret");
        assertThat(node.printed("demo")).doesNotContain("very secret");
        assertThat(run("EUREKA_INSTANCE_METADATAMAP_STARDUSTRUN")).hasSize(1).isEqualTo(run("STARDUST_RUN"));
    }

    private List<String> run(String variable) throws IOException {
        String start = variable + "=";
        return node.printed("demo")
                .lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }

    @Test
    void javaAgent_isGivenToJava_whenOneIsSet() throws Exception {
        Path agent = Files.writeString(node.data.resolve("watch.jar"), "");
        node.javaAgent = agent.toString();
        node.restartAgent();
        node.script("demo", "env; " + SLEEP);

        node.want(Deploys.script(1, "demo").with("Environments", "JAVA_TOOL_OPTIONS=-Xmx64m"));

        node.await(1, "running");
        assertThat(node.printed("demo").lines()).contains("JAVA_TOOL_OPTIONS=-Xmx64m -javaagent:" + agent);
    }

    @Test
    void workingDirectory_isWhereItRuns() throws Exception {
        Path own = Files.createDirectories(node.data.resolve("apps/elsewhere"));
        Files.writeString(own.resolve("go"), "#!/bin/sh\npwd; " + SLEEP + "\n");

        node.want(Deploys.script(1, "demo").file("go").with("WorkingDirectory", "../apps/elsewhere"));

        node.await(1, "running");
        assertThat(node.printed("demo")).isEqualTo(own + "\n");
    }

    @Test
    void fileName_isMadeExecutable_whenItIsAScriptWithoutThatRight() throws Exception {
        node.script("demo", SLEEP);
        Path script = node.data.resolve("apps/demo/run.sh");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));

        node.want(Deploys.script(1, "demo"));

        node.await(1, "running");
        assertThat(script).isExecutable();
    }

    @Test
    void fileName_isRefusedClearly_whenItCannotBeRun() throws Exception {
        Path folder = Files.createDirectories(node.data.resolve("apps/demo"));
        Files.writeString(folder.resolve("broken"), "#!/no/such/interpreter\n");

        node.want(Deploys.script(1, "demo").file("broken"));

        PlacementReport gaveUp = node.await(1, "gaveUp");
        assertThat(gaveUp.reason() + gaveUp.output()).contains("broken").contains("/no/such/interpreter");
    }

    @Test
    void enable_startsAndStops_whenTheServerSaysNothingElse() throws Exception {
        node.script("demo", SLEEP);
        Deploys old = Deploys.script(1, "demo").desired("");
        node.want(old);
        node.await(1, "running");

        node.want(old.with("Enable", false));

        node.await(1, "stopped");
    }

    @Test
    void priorityAndOomScore_areSet() throws Exception {
        node.script("demo", SLEEP);
        node.script("idle", SLEEP);

        node.want(
                Deploys.script(1, "demo").with("Priority", -1).with("OomScoreAdjust", 321),
                Deploys.script(2, "idle").with("Priority", -2));

        assertThat(nice(node.await(1, "running").pid())).isEqualTo(10);
        assertThat(nice(node.await(2, "running").pid())).isEqualTo(19);
        assertThat(Path.of("/proc/" + node.latest(1).pid() + "/oom_score_adj")).hasContent("321");
    }

    private static int nice(long pid) throws Exception {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }

    @Test
    void userName_isRefusedClearly_whenItDoesNotExist_andStartsAfterItIsMended() throws Exception {
        node.script("demo", SLEEP);
        node.want(Deploys.script(1, "demo").user("nobody-here"));
        assertThat(node.awaitReason(1, "gaveUp", "user").reason())
                .contains("user 'nobody-here' does not exist on this node");

        node.want(Deploys.script(1, "demo"));

        node.await(1, "running");
    }

    @Test
    void userName_isWhoRunsProbesToo() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")));
        Files.setPosixFilePermissions(node.data, PosixFilePermissions.fromString("rwxr-xr-x"));
        node.script("demo", SLEEP);

        node.want(Deploys.script(1, "demo").user("nobody").readiness("exec", "sh -c 'id -un; exit 1'"));

        node.awaitReason(1, "starting", "exited with code 1 (nobody)");
    }

    @Test
    void stopWait_isTheAppsOwn() throws Exception {
        node.script("demo", "trap 'sleep 2.5; echo bye; exit 0' TERM; while :; do sleep 0.1; done");
        node.want(Deploys.script(1, "demo").with("StopWait", 20)); // the agent's own is 2 s
        node.await(1, "running");

        node.want(Deploys.script(1, "demo").with("StopWait", 20).desired("stopped"));

        assertThat(node.await(1, "stopped").exitCode()).isZero();
        assertThat(node.printed("demo")).endsWith("bye\n");
    }

    @Test
    void allowMultiple_adoptsNothingByItsLooks() throws Exception {
        node.script("demo", "while :; do sleep 1; done");
        node.want(Deploys.script(1, "demo").with("AllowMultiple", true));
        long pid = node.await(1, "running").pid();
        node.supervisor.close();
        Files.delete(node.data.resolve("state/processes.json"));
        Files.deleteIfExists(node.data.resolve("state/processes.json.prev"));

        node.restartAgent();

        assertThat(node.await(1, "running").pid()).isNotEqualTo(pid);
        assertThat(node.latest(1).adopted()).isFalse();
    }

    @Test
    void maxMemory_isChangedWithoutARestart_andItsStopIsKeptInMind() throws Exception {
        node.script("demo", "{ head -c 60m /dev/zero; sleep 600; } | tail"); // tail holds an unfinished line
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();

        node.want(Deploys.script(1, "demo").maxMemory(40));

        PlacementReport again = node.awaitOther(1, pid);
        assertThat(again.reason()).startsWith("used ").contains("limit 40 MB");
        node.want(Deploys.script(1, "demo").maxMemory(4000));
        assertThat(node.await(1, "running").reason()).contains("limit 40 MB");
        node.restartAgent();
        assertThat(node.await(1, "running").reason()).contains("limit 40 MB");
    }

    @Test
    void portArgument_isAdded() throws Exception {
        node.script("demo", "echo \"args $*\"; " + SLEEP);

        node.want(Deploys.script(1, "demo").port(8080).arguments("a").with("PortArgument", "--listen :{port}"));

        Awaits.until(() -> "its arguments", () -> node.printed("demo").equals("args a --listen :8080\n"));
    }
}
