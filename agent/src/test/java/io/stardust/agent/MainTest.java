package io.stardust.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as people start it: in a process of its own. */
class MainTest {
    private static final String VERSION = Product.read().version();

    @TempDir
    Path data;

    @Test
    void main_endsWith2AndSaysWhy_whenFlagsDoNotHold() throws Exception {
        assertThat(run("run", "--sever", "http://a"))
                .isEqualTo("2 stardust agent: --sever: no such flag (--help lists them)");
        assertThat(run("run", "--data", data.toString()))
                .startsWith("2 stardust agent: server: missing (expected: a URL");
        assertThat(run("run", "--server")).startsWith("2 stardust agent: --server: nothing after it");
        assertThat(run("go")).startsWith("2 stardust agent: go: no such word");
    }

    @Test
    void main_printsVersionAndSettings() throws Exception {
        assertThat(run("--version")).isEqualTo("0 " + VERSION);
        assertThat(run("run", "--settings", "--enrol", "sde_secret"))
                .startsWith("0 server")
                .contains("apps.installs", "***")
                .doesNotContain("sde_secret");
    }

    @Test
    void main_refusesASecondAgent_andEndsOnSigterm() throws Exception {
        String[] args = {"run", "--server", "http://127.0.0.1:1", "--data", data.toString()};
        Process first = start(args);
        try {
            var lines = first.inputReader(StandardCharsets.UTF_8);
            String line = lines.readLine();
            while (line != null && !line.startsWith("Stardust agent")) line = lines.readLine();
            assertThat(line).startsWith("Stardust agent " + VERSION + " runs");

            assertThat(run(args)).contains("1 stardust agent", "in use by another agent, process " + first.pid());

            first.destroy(); // SIGTERM
            assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(first.exitValue()).isEqualTo(143);
        } finally {
            first.destroyForcibly();
        }
    }

    /** Returns the exit code and what was printed. */
    private static String run(String... args) throws IOException, InterruptedException {
        Process process = start(args);
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + printed.strip();
    }

    private static Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.stardust.agent.Main"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
