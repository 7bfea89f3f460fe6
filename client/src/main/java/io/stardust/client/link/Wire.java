package io.stardust.client.link;

import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.stardust.protocol.ConnectionFailure;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls with failover between servers, the token, and the difference between the server's clock and ours. Thread-safe.
 * Knows nothing of logging in: {@link Session} does.
 */
final class Wire {
    private final Http http;
    private final Servers servers;
    private final InstantSource clock;
    private final Presence presence = new Presence();

    private volatile @Nullable String token;
    private volatile long offsetMs;
    private volatile boolean offsetKnown;
    private volatile int delayMs;

    Wire(Http http, Servers servers, InstantSource clock) {
        this.http = http;
        this.servers = servers;
        this.clock = clock;
    }

    record Request(
            String method,
            String path,
            Map<String, String> query,
            @Nullable Object body) {
        static Request post(String path, Object body) {
            return new Request("POST", path, Map.of(), body);
        }
    }

    @Nullable
    String token() {
        return token;
    }

    void token(@Nullable String token) {
        this.token = token;
    }

    Servers servers() {
        return servers;
    }

    /** The same client with other servers, not logged in anywhere. */
    Wire to(List<URI> others) {
        return new Wire(http, servers.like(others), clock);
    }

    /** Epoch ms by the server's clock, as far as it is known. */
    long serverTime() {
        return clock.millis() + offsetMs;
    }

    /** Whether the last call found a server that answers. */
    boolean isReachable() {
        return presence.isReachable();
    }

    @Nullable
    Absence lastAbsence() {
        return presence.last();
    }

    /** How long the last call took. */
    int delayMs() {
        return delayMs;
    }

    /** Corrects our idea of the server's clock by an answer that just came; 0 = it told none. */
    void serverTime(long time) {
        if (time <= 0) return;
        offsetMs = time + delayMs / 2 - clock.millis();
        offsetKnown = true;
    }

    /**
     * Asks one server after the other until one answers.
     *
     * @throws Envelope.Refused if it said no
     * @throws IOException if none could be asked, or the answer was not readable; the first failure leads, the others
     *     are suppressed in it
     */
    <T> @Nullable T call(Request request, @Nullable String token, JsonType<T> type) throws IOException {
        return read(ask(request, token), type, request.path);
    }

    /**
     * Asks as {@link #call} does for what is no envelope.
     *
     * @throws IOException if no server answered
     */
    byte[] ask(Request request, @Nullable String token) throws IOException {
        byte[] body = request.body == null ? null : Json.WIRE.bytes(request.body);
        IOException failure = null;
        for (URI server : servers.order()) {
            long start = System.nanoTime();
            try {
                Http.Answer answer = http.exchange(request.method, url(server, request), token, body);
                delayMs = (int) Math.min((System.nanoTime() - start) / 1_000_000, Integer.MAX_VALUE);
                servers.worked(server);
                if (!offsetKnown) offsetMs = answer.date > 0 ? answer.date - clock.millis() : 0;
                presence.answered(Instant.ofEpochMilli(serverTime()));
                return answer.body;
            } catch (AnswerTooLarge e) {
                throw e;
            } catch (IOException e) {
                servers.failed(server);
                IOException worded = ConnectionFailure.of(server, e);
                if (failure == null) failure = worded;
                else failure.addSuppressed(worded);
            }
        }
        presence.failed();
        throw failure == null ? new IOException("no server") : failure;
    }

    private static <T> @Nullable T read(byte[] body, JsonType<T> type, String path) throws IOException {
        try {
            return body.length == 0 ? null : Envelope.open(body, type);
        } catch (Json.BadJson | JsonException e) {
            throw new Unreadable(
                    path + ": the answer is not a Stardust server's (" + e.getMessage()
                            + "); check the URL, and what stands between",
                    e);
        }
    }

    private static URI url(URI server, Request request) {
        var text = new StringBuilder(server.toString()).append(request.path);
        char separator = '?';
        for (var entry : request.query.entrySet()) {
            text.append(separator).append(encoded(entry.getKey())).append('=').append(encoded(entry.getValue()));
            separator = '&';
        }
        return URI.create(text.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Opens {@code url} (absolute, or relative to the server in use); {@code body} says which part of it, null for all
     * from byte {@code from} on. The token goes to our servers only.
     *
     * @throws Envelope.Refused if one of our servers said no
     */
    Download download(String url, long from, @Nullable Object body) throws IOException {
        URI target = absolute(url);
        byte[] json = body == null ? null : Json.WIRE.bytes(body);
        HttpURLConnection connection;
        try {
            connection = http.download(target, from, at -> servers.owns(at) ? token : null, json);
        } catch (Http.StatusException e) {
            if (e.status == 401) throw new Envelope.Refused(Envelope.UNAUTHORIZED, String.valueOf(e.getMessage()));
            if (e.status == 416 && from > 0) return download(url, 0, body); // the file is shorter than what we have
            if (e.status == 404 || e.status == 403 || e.status == 410) {
                throw new FileNotFoundException(e.getMessage());
            }
            throw e;
        }
        refuseEnvelope(connection);
        boolean resumed = from == 0 || connection.getResponseCode() == 206;
        return new Download(connection.getInputStream(), total(connection), resumed);
    }

    /**
     * Sends {@code file} to the server in use.
     *
     * @throws Envelope.Refused if it said no
     */
    void upload(String path, @Nullable String token, Map<String, String> headers, Path file) throws IOException {
        URI server = servers.current();
        try {
            Http.Answer answer = http.upload(URI.create(server + path), token, headers, file);
            read(answer.body, Json.WIRE.<Object>type(Object.class), path);
        } catch (Unreadable | AnswerTooLarge e) {
            throw e;
        } catch (IOException e) {
            throw ConnectionFailure.of(server, e);
        }
    }

    /** Sends the first {@code length} of {@code bytes} to the server in use. */
    Reply send(String path, @Nullable String token, Map<String, String> headers, byte[] bytes, int length)
            throws IOException {
        URI server = servers.current();
        try {
            Http.Told told = http.post(URI.create(server + path), token, headers, bytes, length);
            if (told.status() >= 300) return new Reply(told.status(), true, "HTTP " + told.status(), told.pause());
            return reply(told, path);
        } catch (Unreadable | AnswerTooLarge e) {
            throw e;
        } catch (IOException e) {
            throw ConnectionFailure.of(server, e);
        }
    }

    private static Reply reply(Http.Told told, String path) throws IOException {
        try {
            read(told.answer().body, Json.WIRE.<Object>type(Object.class), path);
            return new Reply(Envelope.OK, false, "", told.pause());
        } catch (Envelope.Refused e) {
            return new Reply(e.code(), false, String.valueOf(e.getMessage()), told.pause());
        }
    }

    private URI absolute(String url) throws IOException {
        try {
            if (url.startsWith("http://") || url.startsWith("https://")) return new URI(url);
            return new URI(servers.current() + (url.startsWith("/") ? "" : "/") + url);
        } catch (java.net.URISyntaxException e) {
            throw new IOException("'" + url + "' (expected: a URL)", e);
        }
    }

    /** A machine endpoint that refuses answers 200 and an envelope where a file was expected. */
    private static void refuseEnvelope(HttpURLConnection connection) throws IOException {
        String type = String.valueOf(connection.getContentType());
        if (!type.startsWith("application/json") || connection.getContentLengthLong() > 64 * 1024) return;
        try (var in = connection.getInputStream()) {
            Envelope.open(in.readNBytes(64 * 1024), Object.class);
        } catch (Json.BadJson | JsonException e) {
            throw new Unreadable("a file was expected: " + e.getMessage(), e);
        }
        throw new IOException(
                "an envelope (expected: a file) from " + connection.getURL().getAuthority());
    }

    private static long total(HttpURLConnection connection) throws IOException {
        if (connection.getResponseCode() != 206) return connection.getContentLengthLong();
        String range = String.valueOf(connection.getHeaderField("Content-Range")); // bytes 5-9/10
        String total = range.substring(range.lastIndexOf('/') + 1);
        try {
            return total.equals("*") ? -1 : Long.parseLong(total);
        } catch (NumberFormatException e) {
            throw new Unreadable("Content-Range: " + range + " (expected: bytes from-to/total)", e);
        }
    }

    /** The server was reached but what it said makes no sense: another server would not help. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
