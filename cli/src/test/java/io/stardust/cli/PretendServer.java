package io.stardust.cli;

import com.sun.net.httpserver.HttpServer;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server on this machine that answers what a test wants, by path without {@code /api/v1}. */
public final class PretendServer implements AutoCloseable {
    private record Answer(int status, String type, String body) {}

    private final HttpServer server;
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    public PretendServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath().replaceFirst("^/api/v1", "");
            requests.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().toString().replaceFirst("^/api/v1", ""));
            String told = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!told.isEmpty()) bodies.add(told);
            Answer answer = answers.getOrDefault(path, problem(404, "no " + path));
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            if (answer.status() == 301) exchange.getResponseHeaders().set("Location", "https://other.example/");
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** {@code path} answers {@code value} as JSON. */
    public PretendServer with(String path, Object value) {
        answers.put(path, new Answer(200, "application/json", Json.TOLERANT.text(value)));
        return this;
    }

    /** {@code path} answers a list. */
    public PretendServer withList(String path, Object... items) {
        return with(path, Map.of("items", List.of(items)));
    }

    /** {@code path} fails as our server says it. */
    public PretendServer failing(String path, int status, String detail) {
        answers.put(path, problem(status, detail));
        return this;
    }

    /** {@code path} answers as any other web server. */
    public PretendServer withPage(String path, int status, String html) {
        answers.put(path, new Answer(status, "text/html", html));
        return this;
    }

    private static Answer problem(int status, String detail) {
        var problem = Map.of("title", "t", "status", status, "detail", detail);
        return new Answer(status, "application/problem+json", Json.TOLERANT.text(problem));
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** What a command line needs to be signed in here. */
    public Map<String, String> environment() {
        return Map.of("STARDUST_URL", url(), "STARDUST_TOKEN", "sd_api_x");
    }

    /** {@code GET /nodes?limit=200}, in their order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** What the requests with a body said, in their order. */
    public List<String> bodies() {
        return List.copyOf(bodies);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
