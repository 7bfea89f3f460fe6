package io.stardust.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
    @TempDir
    Path data;

    private final Queue<CommandModel> heard = new ConcurrentLinkedQueue<>();
    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode node;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        node = TestNode.enrolled(server, "web1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Answers what is asked for output with {@code status} and {@code text}. */
    private WebSocket listen(int status, String text) {
        var listener = new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence frame, boolean last) {
                CommandModel command = Json.WIRE.read(frame.toString(), CommandModel.class);
                heard.add(command);
                if ("deploy/output".equals(command.command())) {
                    Thread.startVirtualThread(() -> server.link(
                            "/Node/CommandReply",
                            Map.of("Id", command.id(), "Status", status, "Data", text),
                            node.token));
                }
                socket.request(1);
                return null;
            }
        };
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + node.token)
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/Node/Notify"), listener)
                .join();
    }

    @Test
    void output_comesFromTheAgent() {
        long placement = deploys.placement(deploys.deployment("hello"), node);
        WebSocket socket = listen(2, "{\"Text\":\"line 1\\nline 2\\n\",\"Next\":\"7\",\"Lost\":true}");

        Reply output = server.api("GET", "/placements/" + placement + "/output?lines=2", null);
        socket.abort();

        assertThat(output.text("text")).isEqualTo("line 1\nline 2\n");
        assertThat(output.text("next")).isEqualTo("7");
        assertThat(output.at("lost")).isEqualTo(true);
        assertThat(heard)
                .singleElement()
                .satisfies(command -> assertThat(command.argument()).contains("\"Lines\":2", "\"Id\":" + placement));
    }

    @Test
    void output_saysWhatTheAgentSays_whenItFails() {
        long placement = deploys.placement(deploys.deployment("hello"), node);
        WebSocket socket = listen(4, "no such placement");

        Reply output = server.api("GET", "/placements/" + placement + "/output", null);
        socket.abort();

        assertThat(output.status()).isEqualTo(503);
        assertThat(output.text("detail")).contains("web1").contains("no such placement");
    }

    @Test
    void publish_nudgesANodeWithAnOpenChannel() {
        long deployment = deploys.deployment("hello");
        long release = deploys.release(deployment, "1.0");
        deploys.placement(deployment, node);
        WebSocket socket = listen(2, "");

        deploys.publish(deployment, release);
        ServerUnderTest.await(() -> !heard.isEmpty());
        socket.abort();

        assertThat(heard)
                .first()
                .satisfies(command -> assertThat(command.command()).isEqualTo("deploy/publish"));
    }
}
