package io.stardust.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process, as people start it. */
@Tag("sqlite")
class MainTest {
    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void kill() throws InterruptedException {
        for (Process process : started) process.destroyForcibly().waitFor();
    }

    private Process run(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("STARDUST_"));
        Process process = builder.redirectError(
                        folder.resolve("err" + started.size()).toFile())
                .start();
        started.add(process);
        return process;
    }

    private static int health(int port) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                    .build();
            return http.send(request, BodyHandlers.ofString()).statusCode();
        }
    }

    @Test
    void server_servesTellsAndStopsCleanly() throws Exception {
        Path data = folder.resolve("data");

        Process server = run("--data", data.toString(), "--port", "0", "--bind", "127.0.0.1");

        var lines = server.inputReader();
        assertThat(lines.readLine()).matches("Stardust 4\\.0\\.0 serves on http://127\\.0\\.0\\.1:\\d+ \\(data .*\\)");
        assertThat(lines.readLine())
                .matches("Set up: open http://127\\.0\\.0\\.1:\\d+/setup\\?code=[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}");
        assertThat(lines.readLine())
                .matches(" +or run {2}stardust setup [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4} --url http://127.*");
        int port = Integer.parseInt(Files.readString(data.resolve("server.port")));
        assertThat(health(port)).isEqualTo(200);

        Process second = run("--data", data.toString(), "--port", "0");
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("err1")))
                .contains("is in use by another server, process " + server.pid());

        server.destroy();
        assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(143);
        assertThat(data.resolve("server.port")).doesNotExist();
        assertThat(data.resolve("stardust.db-wal")).doesNotExist();
    }

    @Test
    void server_endsWithTwo_whenASettingDoesNotHold() throws Exception {
        Process server = run("--prt", "1");

        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("err0"))).contains("--prt: no such flag (did you mean --port?)");
    }

    @Test
    void server_endsWithOne_whenThePortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());

            Process server = run("--data", folder.resolve("data").toString(), "--port", port);

            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isEqualTo(1);
            assertThat(Files.readString(folder.resolve("err0")))
                    .startsWith("stardust server: port: %s on 0.0.0.0 cannot be listened on".formatted(port))
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void server_endsWithOneSentence_whenItsKeyDoesNotHold() throws Exception {
        Path pem = Files.writeString(folder.resolve("key.pem"), "-----BEGIN RSA PRIVATE KEY-----");

        Process server = run(
                "--data",
                folder.resolve("data").toString(),
                "--tls.certificate",
                pem.toString(),
                "--tls.key",
                pem.toString());

        assertThat(server.waitFor()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("err0")).strip().lines())
                .singleElement()
                .asString()
                .startsWith("stardust server: tls: ");
    }
}
