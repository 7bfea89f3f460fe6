package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The services that a node's own file lists. docs/seed.md names the statements. */
class SeedLocalFileTest {
    @RegisterExtension
    static final World WORLD = new World();

    @Test
    void xml_isReadAndItsServicesRun_modeByNameAndNumber() throws IOException {
        Path data = WORLD.directory().resolve("local");
        for (String name : new String[] {"named", "numbered", "off", "once"}) script(data, name);
        Files.writeString(data.resolve("StarAgentSetting.xml"), """
                <StarAgentSetting>
                  <Services>
                    <ServiceInfo Name="named" FileName="run.sh" WorkingDirectory="../apps/named" Mode="Standard"
                      Enable="True" AutoStop="False" ReloadOnChange="True" MaxMemory="512" />
                    <ServiceInfo Name="numbered" FileName="run.sh" Arguments="a b" Mode="10" Enable="True" />
                    <ServiceInfo Name="off" FileName="run.sh" Mode="Standard" Enable="False" />
                    <ServiceInfo Name="once" FileName="true" Mode="Task" Enable="True" />
                  </Services>
                </StarAgentSetting>
                """);

        AgentProcess agent = WORLD.agent("local", WORLD.server().address(), data, Map.of());

        assertThat(agent.appPid("named")).isPositive();
        assertThat(agent.appPid("numbered")).isPositive();
        assertThat(agent.app("numbered").resolve("start.txt")).content().contains("arguments a b");
        assertThat(Procs.in(agent.app("off"))).isEmpty();
        assertThat(Procs.in(agent.app("once"))).isEmpty();
        assertThat(data.resolve("StarAgentSetting.xml")).doesNotExist();
        assertThat(data.resolve("stardust-agent.json")).content().contains("\"named\"", "\"once\"");
        long node = WORLD.node("local").number("id");
        Awaits.until(
                "the server shows them",
                Duration.ofSeconds(20),
                () -> WORLD.api()
                        .get("/nodes/" + node + "/local-services")
                        .toString()
                        .contains("numbered"));
    }

    /** From a process of the machine's own to a release of the platform, without an end of it. */
    @Test
    void adopt_packsTheFolderAndPublishesIt_whileTheProcessRunsOn() throws IOException {
        Path data = WORLD.directory().resolve("adopting");
        script(data, "kept");
        Files.writeString(data.resolve("stardust-agent.json"), """
                {"services": [{"name": "kept", "enable": true, "mode": "Standard", "fileName": "run.sh",
                    "arguments": "a b", "environments": {"KEPT_TOKEN": "s3cret-kept"}}]}
                """);
        WORLD.secrets().add("s3cret-kept");
        AgentProcess agent = WORLD.agent("adopting", WORLD.server().address(), data, Map.of());
        long pid = agent.appPid("kept");
        long node = WORLD.node("adopting").number("id");
        Awaits.until(
                "the server shows it",
                Duration.ofSeconds(20),
                () -> WORLD.api()
                        .get("/nodes/" + node + "/local-services")
                        .toString()
                        .contains("kept"));
        var cli = new CommandLine(
                WORLD.directory().resolve("cli"),
                Map.of("STARDUST_URL", WORLD.server().address().toString()));
        cli.runWith(ServerProcess.PASSWORD + "\n", "login", "--password-stdin").ok();

        CommandLine.Said said =
                cli.run("node", "adopt", "adopting", "kept", "--version", "1.0").ok();

        assertThat(said.out()).startsWith("kept 1.0 runs on 1 node");
        assertThat(said.err())
                .contains("kept as secret variables: KEPT_TOKEN")
                .contains("its process keeps running")
                .doesNotContain("s3cret-kept");
        assertThat(agent.appPid("kept")).isEqualTo(pid);
        assertThat(cli.run("deploy", "status", "kept").ok().out()).contains("1.0", String.valueOf(pid));
    }

    private static void script(Path data, String name) throws IOException {
        Path file = data.resolve("apps").resolve(name).resolve("run.sh");
        Files.createDirectories(file.getParent());
        Files.writeString(file, SeedApp.program(name));
        if (!file.toFile().setExecutable(true)) throw new IOException("not executable: " + file);
    }
}
