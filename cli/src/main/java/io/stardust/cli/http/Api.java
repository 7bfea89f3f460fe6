package io.stardust.cli.http;

import io.stardust.protocol.ConnectionFailure;
import io.stardust.protocol.Json;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The server's people API over HTTP. What it answers other than success becomes a {@link Failure}. Not thread-safe. */
public final class Api implements AutoCloseable {
    private static final String ROOT = "/api/v1";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Above the 30 s that the server may wait for a node's answer. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private static final Duration UPLOAD = Duration.ofHours(2);
    private static final int PAGE = 200;
    private static final int TRIES = 3;
    private static final int PROBLEM = 64 << 10; // bytes
    /** What our server says of a path that it does not know, of a thing that is not there it says more. */
    private static final String NO_SUCH_PATH = "see docs/protocol.md";

    private final URI server;
    private final @Nullable String token;
    private final HttpClient client;
    private Duration patience = ANSWER;

    /**
     * Talks to {@code server}, e.g. {@code http://localhost:6600}, as whom {@code token} says; {@code tls} null = the
     * JDK's own.
     */
    Api(URI server, @Nullable String token, @Nullable SSLContext tls) {
        this.server = server;
        this.token = token;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if (tls != null) builder.sslContext(tls);
        this.client = builder.build();
    }

    /** Gives up on an answer after this time from now on. */
    public void patience(Duration time) {
        this.patience = time;
    }

    /** {@code path?a=1&b=2} from names and values in turn; a null value leaves its pair out. */
    public static String query(String path, @Nullable Object... pairs) {
        var text = new StringBuilder(path);
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            if (value == null) continue;
            text.append(text.indexOf("?") < 0 ? '?' : '&').append(pairs[i]).append('=');
            text.append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    public Reply get(String path) {
        return send(request(path).GET());
    }

    /** As {@link #get}, empty when there is no such thing. */
    public Optional<Reply> find(String path) {
        HttpResponse<byte[]> answer = exchange(request(path).GET());
        boolean missing = answer.statusCode() == 404 && problem(404, answer.body()) != null;
        return missing ? Optional.empty() : Optional.of(checked(answer));
    }

    /** Reads a list page by page, until its end or until {@code limit} items have come. */
    public Replies list(String path, int limit) {
        List<Reply> pages = new ArrayList<>();
        Long cursor = null;
        int left = limit;
        do {
            int size = Math.min(PAGE, left);
            Reply page = get(query(path, "limit", size, "cursor", cursor));
            pages.add(page);
            cursor = page.as(PageEnd.class).next();
            left -= size;
        } while (cursor != null && left > 0);
        return new Replies(pages, limit);
    }

    /** As {@link #list}, of a list that goes on by a text: its {@code next} is the {@code after} of the next page. */
    public Replies listAfter(String path, int limit) {
        List<Reply> pages = new ArrayList<>();
        String after = null;
        int left = limit;
        do {
            int size = Math.min(PAGE, left);
            Reply page = get(query(path, "limit", size, "after", after));
            pages.add(page);
            after = page.as(TextEnd.class).next();
            left -= size;
        } while (after != null && left > 0);
        return new Replies(pages, limit);
    }

    /**
     * Reads a stream of events ({@code text/event-stream}) until the server ends it; {@code heard} gets the name and
     * the data of each.
     *
     * @throws Failure of {@link Exit#UNAVAILABLE} when the connection breaks
     */
    public void events(String path, BiConsumer<String, String> heard) {
        HttpRequest request =
                request(path).setHeader("Accept", "text/event-stream").build();
        HttpResponse<InputStream> answer = exchange(request, HttpResponse.BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            if (answer.statusCode() != 200) {
                checked(answer, answer.body().readNBytes(PROBLEM));
                return;
            }
            String event = "message";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) event = line.substring("event: ".length());
                else if (line.startsWith("data: ")) heard.accept(event, line.substring("data: ".length()));
            }
        } catch (IOException e) {
            throw new Failure(Exit.UNAVAILABLE, "%s: the stream broke (%s)".formatted(server, e.getMessage()), e);
        }
    }

    /** Makes or does; {@code body} is a {@code @Json} record, null for none. */
    public Reply post(String path, @Nullable Object body) {
        return send(request(path).POST(json(body)));
    }

    /**
     * As {@link #post}, asked again when the answer got lost: under one key, so that the server does it once, however
     * often it is asked.
     */
    public Reply postOnce(String path, Object body) {
        String key = UUID.randomUUID().toString();
        for (int left = TRIES; ; left--) {
            try {
                return send(request(path).header("Idempotency-Key", key).POST(json(body)));
            } catch (Failure e) {
                boolean lost = e.exit() == Exit.UNAVAILABLE && !(e.getCause() instanceof ConnectException);
                if (!lost || left == 1) throw e;
            }
        }
    }

    /** Edits what was seen at {@code revision}; fails with {@link Exit#CONFLICT} when it changed since. */
    public Reply patch(String path, long revision, Object body) {
        return send(request(path).header("If-Match", "\"" + revision + "\"").method("PATCH", json(body)));
    }

    /** Makes it so, whatever it was. */
    public Reply put(String path, Object body) {
        return send(request(path).PUT(json(body)));
    }

    /** As {@link #put(String, Object)}, of what was seen at {@code revision}; fails as {@link #patch}. */
    public Reply put(String path, long revision, Object body) {
        return send(request(path).header("If-Match", "\"" + revision + "\"").PUT(json(body)));
    }

    public Reply delete(String path) {
        return send(request(path).DELETE());
    }

    /** Sends a zip as it is; {@code sent} hears how many bytes have gone. */
    public Reply upload(String path, Path file, LongConsumer sent) {
        return upload(path, file, "application/zip", sent);
    }

    /** Sends a file as it is, as {@code type}; {@code sent} hears how many bytes have gone. */
    public Reply upload(String path, Path file, String type, LongConsumer sent) {
        long size = UploadFile.size(file, "a file with something in it");
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> counting(file, sent));
        return send(request(path)
                .timeout(UPLOAD)
                .setHeader("Content-Type", type)
                .POST(BodyPublishers.fromPublisher(stream, size)));
    }

    private static InputStream counting(Path file, LongConsumer sent) {
        try {
            return new FilterInputStream(Files.newInputStream(file)) {
                private long gone;

                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    int read = super.read(into, from, length);
                    if (read > 0) sent.accept(gone += read);
                    return read;
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BodyPublisher json(@Nullable Object body) {
        return body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.TOLERANT.bytes(body));
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(server.resolve(server.getPath().replaceAll("/+$", "") + ROOT + path))
                .timeout(patience)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json");
        if (token != null) request.header("Authorization", "Bearer " + token);
        return request;
    }

    private Reply send(HttpRequest.Builder request) {
        return checked(exchange(request));
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
        return exchange(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request, body);
        } catch (IOException e) {
            String words = ConnectionFailure.words(server, e);
            throw new Failure(
                    Exit.UNAVAILABLE,
                    words == null ? "%s: the connection broke (%s)".formatted(server, e.getMessage()) : words,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILED, "interrupted", e);
        }
    }

    private Reply checked(HttpResponse<byte[]> answer) {
        return checked(answer, answer.body());
    }

    private Reply checked(HttpResponse<?> answer, byte[] body) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) return new Reply(server, body);
        Problem problem = problem(status, body);
        if (problem == null) throw stranger(answer);
        if (status == 404 && NO_SUCH_PATH.equals(problem.detail())) {
            throw new Failure(
                    Exit.UNAVAILABLE,
                    "%s has nothing at %s (expected: the URL of a Stardust server, of this version or newer); check --url, STARDUST_URL and the path in it"
                            .formatted(server, answer.uri().getPath()));
        }
        String detail = problem.detail() != null ? problem.detail() : problem.title();
        String line = detail == null ? "the server answered " + status : ApiWords.said(detail);
        if (status == 401) line += "; sign in with: stardust login";
        var failure = new Failure(Exit.of(status), line.replaceAll("\\R+", " "));
        throw status == 403 ? failure.next("stardust whoami") : failure;
    }

    /** What our server says when it could not; null when the answer is somebody else's. */
    private static @Nullable Problem problem(int status, byte[] body) {
        try {
            Problem problem = Json.TOLERANT.read(body, Problem.class);
            return problem.status() == status ? problem : null;
        } catch (Json.BadJson e) {
            return null;
        }
    }

    /** An answer that our server would not give: of another one, or of a proxy before it. */
    private Failure stranger(HttpResponse<?> answer) {
        int status = answer.statusCode();
        String to = answer.headers().firstValue("Location").orElse("");
        if (status >= 300 && status < 400 && !to.isEmpty()) {
            return new Failure(
                    Exit.UNAVAILABLE,
                    "%s leads to %s (expected: the URL of a Stardust server itself); use that one"
                            .formatted(server, to));
        }
        if (status == 404 || status == 405 || status == 501 || (status >= 300 && status < 400)) {
            return new Failure(Exit.UNAVAILABLE, Reply.stranger(server, "it answered " + status));
        }
        String why = status == 401 ? "it asks for another sign-in, maybe a proxy" : "maybe a proxy before it";
        return new Failure(Exit.of(status), "%s answered %d (%s)".formatted(server, status, why));
    }

    @Override
    public void close() {
        // Without this the selector's thread holds the end of the process up by 0.3 s.
        client.close();
    }
}
