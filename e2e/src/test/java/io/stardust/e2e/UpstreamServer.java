package io.stardust.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that knows nothing of ours, as agents meet it elsewhere: no push, no revisions, a package by its MD5, what
 * shall run by {@code Enable} alone.
 */
final class UpstreamServer implements AutoCloseable {
    private final HttpServer http;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<Map<String, Object>> deploys = new CopyOnWriteArrayList<>();

    UpstreamServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        http.createContext("/", this::serve);
        http.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** Wants {@code zip} on the node, in the mode of that number. */
    void want(String name, int mode, boolean allowMultiple, Path zip) throws IOException {
        byte[] bytes = Files.readAllBytes(zip);
        files.put("/cube/file/" + name, bytes);
        deploys.add(Map.of(
                "Id",
                deploys.size() + 1,
                "Name",
                name,
                "Version",
                "1.0",
                "Url",
                "/cube/file/" + name,
                "Hash",
                HexFormat.of().withUpperCase().formatHex(Hashes.md5().digest(bytes)),
                "Service",
                Map.of(
                        "Name", name,
                        "FileName", name + ".zip",
                        "Enable", true,
                        "AllowMultiple", allowMultiple,
                        "Mode", mode)));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath().toLowerCase(Locale.ROOT);
            byte[] file = files.get(path);
            byte[] answer = file == null ? Json.PEOPLE.bytes(Map.of("code", 0, "data", data(path))) : file;
            exchange.sendResponseHeaders(path.equals("/node/notify") ? 404 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private Object data(String path) {
        return switch (path) {
            case "/node/login" ->
                Map.of(
                        "Code",
                        "C1",
                        "Secret",
                        "S1",
                        "Name",
                        "old",
                        "Token",
                        "T1",
                        "Expire",
                        7200,
                        "Time",
                        System.currentTimeMillis());
            case "/node/ping" -> Map.of("Time", System.currentTimeMillis(), "Period", 1, "Commands", List.of());
            case "/deploy/getall" -> deploys;
            default -> 0;
        };
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
