package io.stardust.server.access;

import io.stardust.protocol.Json;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Speaks to a server as a browser does: with cookies and, when told, with the CSRF token. Follows no redirect. */
final class Browser implements AutoCloseable {
    private final ServerUnderTest server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private @Nullable String csrf;
    private String lastCookie = "";

    Browser(ServerUnderTest server) {
        this.server = server;
    }

    Reply signIn(String name, String password) {
        Reply reply = send("POST", "/sessions", Map.of("name", name, "password", password, "cookie", true), Map.of());
        if (reply.status() == 201) csrf = reply.text("csrf");
        return reply;
    }

    /** With the CSRF token, as our pages do. */
    Reply call(String method, String path, @Nullable Object body) {
        return send(method, path, body, csrf == null ? Map.of() : Map.of("X-CSRF-Token", csrf));
    }

    /** With the CSRF token of {@code other} pages. */
    Reply withCsrf(@Nullable String other, String method, String path, @Nullable Object body) {
        return send(method, path, body, other == null ? Map.of() : Map.of("X-CSRF-Token", other));
    }

    Reply send(String method, String path, @Nullable Object body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
                .header("Content-Type", "application/json")
                .header("User-Agent", "Test browser")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(Json.PEOPLE.bytes(body)));
        if (!cookies.isEmpty()) {
            var pairs = cookies.entrySet().stream()
                    .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                    .toList();
            request.header("Cookie", String.join("; ", pairs));
        }
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            boolean json =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            @Nullable
            Object read =
                    json ? Json.PEOPLE.readAny(response.body()) : new String(response.body(), StandardCharsets.UTF_8);
            return new Reply(response.statusCode(), read, response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String cookie) {
        lastCookie = cookie;
        String pair = cookie.substring(0, cookie.indexOf(';'));
        String name = pair.substring(0, pair.indexOf('='));
        if (cookie.contains("Max-Age=0")) cookies.remove(name);
        else cookies.put(name, pair.substring(pair.indexOf('=') + 1));
    }

    void forgetCookies() {
        cookies.clear();
    }

    void put(String cookie, String value) {
        cookies.put(cookie, value);
    }

    @Nullable
    String cookie(String name) {
        return cookies.get(name);
    }

    String csrf() {
        return Objects.requireNonNull(csrf);
    }

    /** The last Set-Cookie, whole. */
    String lastCookie() {
        return lastCookie;
    }

    @Override
    public void close() {
        http.close();
    }
}
