package io.stardust.server.push;

import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.server.ServerUnderTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node's end of the push channel. */
public final class TestSocket implements AutoCloseable {
    public final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    public final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;

    public TestSocket(ServerUnderTest server, String path, @Nullable String token) {
        var builder = http.newWebSocketBuilder();
        if (token != null) builder.header("Authorization", "Bearer " + token);
        this.socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + server.port() + path), new Ear())
                .join();
    }

    public void say(String text) {
        socket.sendText(text, true).join();
    }

    public String hear() throws InterruptedException {
        return Objects.requireNonNull(received.poll(10, TimeUnit.SECONDS), "nothing came within ten seconds");
    }

    public CommandModel hearCommand() throws InterruptedException {
        return Json.WIRE.read(hear(), CommandModel.class);
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }

    private final class Ear implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            if (!last) throw new IllegalStateException("a message in more than one frame");
            received.add(data.toString());
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(status);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
