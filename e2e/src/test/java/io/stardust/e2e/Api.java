package io.stardust.e2e;

import io.stardust.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The people face as a script would use it. Thread-safe. */
final class Api {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private final @Nullable String token;

    /** {@code base} is the server's address without a path; without a token nothing but signing in works. */
    Api(URI base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    /** What this caller signs in with; empty without. */
    String token() {
        return token == null ? "" : token;
    }

    /** One answer, whatever its status. */
    record Reply(int status, Doc body) {}

    /** The server said no, or failed. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(String what, Reply reply) {
            super(what + ": " + reply.status() + " " + reply.body());
            status = reply.status();
        }

        int status() {
            return status;
        }
    }

    Doc get(String path) throws IOException {
        return good("GET", path, null);
    }

    Doc post(String path, Map<String, ?> body) throws IOException {
        return good("POST", path, json(body));
    }

    /** {@code revision} as the entity was read; -1 overwrites whatever is there. */
    Doc patch(String path, long revision, Map<String, ?> body) throws IOException {
        String match = revision < 0 ? "*" : "\"" + revision + "\"";
        return good("PATCH", path, json(body), "If-Match", match, "Content-Type", "application/json");
    }

    void delete(String path) throws IOException {
        good("DELETE", path, null);
    }

    /** Uploads {@code zip} as a release; {@code options} go into the query, e.g. {@code "&mode=full"}. */
    Doc upload(long deployment, String version, Path zip, String options) throws IOException {
        String path = "/deployments/" + deployment + "/releases?version=" + version + options;
        return good("POST", path, BodyPublishers.ofFile(zip), "Content-Type", "application/zip");
    }

    /** Sends a file as it is. */
    Doc upload(String path, Path file) throws IOException {
        return good("POST", path, BodyPublishers.ofFile(file), "Content-Type", "application/octet-stream");
    }

    Doc put(String path, Map<String, ?> body) throws IOException {
        return good("PUT", path, json(body), "Content-Type", "application/json");
    }

    /** Every item of a paged list. */
    List<Doc> all(String path) throws IOException {
        var items = new ArrayList<Doc>();
        String cursor = "";
        while (true) {
            Doc page = get(path + (path.contains("?") ? "&" : "?") + "limit=100" + cursor);
            items.addAll(page.list("items"));
            if (!page.has("next")) return items;
            cursor = "&cursor=" + page.number("next");
        }
    }

    /** Sends and returns the answer, good or bad. {@code path} is below {@code /api/v1}. */
    Reply send(String method, String path, @Nullable BodyPublisher body, String... headers) throws IOException {
        var request = HttpRequest.newBuilder(base.resolve("/api/v1" + path))
                .timeout(PATIENCE)
                .method(method, body == null ? BodyPublishers.noBody() : body);
        if (token != null) request.header("Authorization", "Bearer " + token);
        if (headers.length > 0) request.headers(headers);
        try {
            var response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), Doc.of(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Doc good(String method, String path, @Nullable BodyPublisher body, String... headers) throws IOException {
        Reply reply = body != null && headers.length == 0
                ? send(method, path, body, "Content-Type", "application/json")
                : send(method, path, body, headers);
        if (reply.status() >= 400) throw new Refused(method + " " + path, reply);
        return reply.body();
    }

    private static BodyPublisher json(Map<String, ?> body) {
        return BodyPublishers.ofByteArray(Json.PEOPLE.bytes(body));
    }
}
