package io.stardust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How it ends, and what is said, when a verb cannot do its work. */
class FailuresTest {
    @TempDir
    Path home;

    private Recorded at(String url) {
        return new Recorded(home, Map.of("STARDUST_URL", url, "STARDUST_TOKEN", "sd_api_x"));
    }

    @Test
    void unknownHost_isSaidSo() {
        var cli = at("http://no-such-host.invalid:6600");

        assertThat(cli.run("", "node", "list")).isEqualTo(6);
        assertThat(cli.err()).contains("http://no-such-host.invalid:6600: no machine has this name", "check the URL");
    }

    @Test
    void notHttp_isSaidSo() throws Exception {
        String said = saidTo("http", "220 mail ready\r\n");

        assertThat(said)
                .contains("is no web server (expected: a Stardust server)")
                .doesNotContain("status line");
    }

    @Test
    void tlsToAPlainPort_isSaidSo() throws Exception {
        String said = saidTo("https", "HTTP/1.1 400 Bad Request\r\n\r\n");

        assertThat(said).contains("no TLS is spoken there (expected: https); try http://");
    }

    /** What the command line says of a port that answers {@code text} to whatever it is asked. */
    private String saidTo(String scheme, String text) throws Exception {
        try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering =
                    Thread.ofPlatform().start(() -> answer(listener, text)); // waits for none of the few carriers
            var cli = at(scheme + "://127.0.0.1:" + listener.getLocalPort());

            assertThat(cli.run("", "node", "list")).isEqualTo(6);

            answering.join();
            return cli.err();
        }
    }

    private static void answer(ServerSocket listener, String text) {
        try (Socket socket = listener.accept()) {
            if (socket.getInputStream().read() < 0) return; // as servers do: first the request, then the answer
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // the command line has hung up
        }
    }

    @Test
    void anotherServer_isNamed_whateverItAnswers() throws IOException {
        try (var server = new PretendServer()) {
            for (int status : new int[] {200, 404, 405}) {
                server.withPage("/nodes", status, "<html>").withPage("/nodes/7", status, "<html>");
                var cli = new Recorded(home, server.environment());

                assertThat(cli.run("", "node", "list")).as("%d", status).isEqualTo(6);
                assertThat(cli.run("", "node", "show", "#7")).as("%d", status).isEqualTo(6);
                assertThat(cli.err()).contains(server.url() + " is no Stardust server", "STARDUST_URL");
            }
            server.withPage("/nodes", 301, "");
            var cli = new Recorded(home, server.environment());
            assertThat(cli.run("", "node", "list")).isEqualTo(6);
            assertThat(cli.err()).contains("leads to https://other.example/");
        }
    }

    @Test
    void aPathThatTheServerDoesNotKnow_isAWrongUrl_notAMissingThing() throws IOException {
        try (var server = new PretendServer()) {
            server.failing("/nodes", 404, "see docs/protocol.md");
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "node", "list")).isEqualTo(6);
            assertThat(cli.err())
                    .contains(server.url() + " has nothing at /api/v1/nodes", "check --url")
                    .doesNotContain("docs/protocol.md");
        }
    }

    @Test
    void aFileThatCannotBeAPackage_isRefusedBeforeAnythingIsCreated() throws IOException {
        try (var server = new PretendServer()) {
            server.withList("/deployments").withList("/nodes", Map.of("id", 1, "name", "web1"));
            var cli = new Recorded(home, server.environment());
            Path empty = Files.createFile(home.resolve("empty.zip"));
            Path folder = Files.createDirectory(home.resolve("folder.zip"));
            Map<Path, String> files = Map.of(
                    empty, "is empty, 0 bytes", folder, "is a folder", home.resolve("none.zip"), "does not exist");

            files.forEach((file, why) -> {
                assertThat(cli.run(
                                "",
                                "deploy",
                                "publish",
                                "shop",
                                "--file",
                                file.toString(),
                                "--node",
                                "web1",
                                "--create"))
                        .isEqualTo(2);
                assertThat(cli.err())
                        .contains("file: %s %s (expected: a zip, or a runnable jar)".formatted(file, why))
                        .doesNotContain("please report");
            });
            assertThat(cli.run("", "agent-release", "upload", empty.toString(), "--version", "1.0"))
                    .isEqualTo(2);
            assertThat(cli.err()).contains("is empty, 0 bytes");
            assertThat(server.requests()).noneMatch(request -> request.startsWith("POST"));
        }
    }

    @Test
    void aRefusedPackage_takesTheDeploymentThatWasCreatedForIt() throws IOException {
        try (var server = new PretendServer()) {
            server.withList("/nodes", Map.of("id", 1, "name", "web1"))
                    .with("/deployments", Map.of("items", List.of(), "id", 7, "name", "shop"))
                    .with("/deployments/7", Map.of())
                    .failing("/deployments/7/releases", 400, "package: not a zip file");
            var cli = new Recorded(home, server.environment());
            Path file = Files.writeString(home.resolve("text.zip"), "hello");

            assertThat(cli.run(
                            "", "deploy", "publish", "shop", "--file", file.toString(), "--node", "web1", "--create"))
                    .isEqualTo(2);

            assertThat(cli.err()).contains("package: not a zip file", "deployment shop removed again");
            assertThat(server.requests()).contains("DELETE /deployments/7");
        }
    }

    @Test
    void serversWords_becomeOptions() throws IOException {
        try (var server = new PretendServer()) {
            server.with("/deployments/1", Map.of("id", 1, "name", "shop", "revision", 1));
            var cli = new Recorded(home, server.environment());
            server.failing("/deployments/1/start", 409, "remove them with force=true, or set maxMemory");

            assertThat(cli.run("", "deploy", "show", "2")).isEqualTo(4);
            server.withList("/deployments/1/placements", placement(true, true));
            assertThat(cli.run("", "deploy", "start", "1")).isEqualTo(5);

            assertThat(cli.err())
                    .contains("remove them with --force, or set --max-memory")
                    .contains("next: stardust deploy list");
        }
    }

    @Test
    void wait_saysThatANodeIsNotConnected_andTheNextCommand() throws IOException {
        try (var server = new PretendServer()) {
            server.with("/deployments/1", Map.of("id", 1, "name", "shop"))
                    .with("/deployments/1/restart", Map.of())
                    .withList("/deployments/1/placements", placement(false, false));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "deploy", "restart", "1", "--wait")).isEqualTo(6);

            assertThat(cli.err().lines())
                    .containsExactly(
                            "error: shop: node web2 is not connected; it will restart when it returns",
                            "next: stardust node show web2");
        }
    }

    @Test
    void reinstall_asksTheServerForIt_andSaysSo() throws IOException {
        try (var server = new PretendServer()) {
            server.with("/deployments/1", Map.of("id", 1, "name", "shop"))
                    .with("/deployments/1/reinstall", Map.of())
                    .withList("/deployments/1/placements", placement(true, true));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "deploy", "reinstall", "1")).as(cli.err()).isZero();

            assertThat(cli.out()).contains("shop is being reinstalled on web2");
        }
    }

    @Test
    void restart_notesANodeThatIsNotConnected_withoutWaiting() throws IOException {
        try (var server = new PretendServer()) {
            server.with("/deployments/1", Map.of("id", 1, "name", "shop"))
                    .with("/deployments/1/restart", Map.of())
                    .withList("/deployments/1/placements", placement(false, false));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "deploy", "restart", "1")).isZero();

            assertThat(cli.out()).isEqualToIgnoringNewLines("shop restarts on web2");
            assertThat(cli.err())
                    .isEqualToIgnoringNewLines("node web2 is not connected; it will restart when it returns");
        }
    }

    @Test
    void output_goesOnWithTheOthers_andSaysWhoDidNotAnswer() throws IOException {
        try (var server = new PretendServer()) {
            Map<String, Object> other = new java.util.HashMap<>(placement(true, true));
            other.put("id", 2);
            other.put("nodeName", "web3");
            server.with("/deployments/1", Map.of("id", 1, "name", "shop"))
                    .withList("/deployments/1/placements", placement(false, true), other)
                    .failing("/placements/1/output", 503, "node web2 does not answer")
                    .with("/placements/2/output", Map.of("text", "hello\n"));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "deploy", "logs", "1")).isEqualTo(6);

            assertThat(cli.out()).isEqualToIgnoringNewLines("web3 | hello");
            assertThat(cli.err().lines())
                    .containsExactly(
                            "web2: node web2 does not answer",
                            "error: no output from 1 of 2 nodes: web2",
                            "next: stardust node show web2");
        }
    }

    private static Map<String, Object> placement(boolean reachable, boolean converged) {
        return Map.of(
                "id",
                1,
                "nodeId",
                2,
                "nodeName",
                "web2",
                "deployName",
                "shop",
                "converged",
                converged,
                "desired",
                Map.of("state", "running"),
                "observed",
                Map.of("state", "running", "reachable", reachable));
    }
}
