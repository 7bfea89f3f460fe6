package io.stardust.client.log;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers every batch that comes over HTTP in the way it is told, and keeps those that it takes. */
public final class LogServer implements AutoCloseable {
    private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    private final HttpServer http;
    private volatile int status = 200;
    private volatile @Nullable String authorization;

    public LogServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v1/logs", exchange -> {
            int answered = status;
            authorization = exchange.getRequestHeaders().getFirst("Authorization");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (answered == 200) taken.add(body);
            exchange.sendResponseHeaders(answered, -1);
            exchange.close();
        });
        http.start();
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    public void answer(int newStatus) {
        status = newStatus;
    }

    public @Nullable String authorization() {
        return authorization;
    }

    /** What was taken next, of ten seconds; null: nothing. Its texts stand in it as they are. */
    public @Nullable String next() throws InterruptedException {
        return taken.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
