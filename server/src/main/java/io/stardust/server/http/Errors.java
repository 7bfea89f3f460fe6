package io.stardust.server.http;

import io.avaje.jsonb.Json;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.stardust.protocol.Envelope;
import io.stardust.server.db.DbException;
import io.stardust.server.db.Outage;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an exception becomes an answer: problem+json for people, an envelope for machines. */
public final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private static final List<HeaderName> ENTITY = List.of(
            HeaderNames.CONTENT_LENGTH,
            HeaderNames.CONTENT_RANGE,
            HeaderNames.ACCEPT_RANGES,
            HeaderNames.ETAG,
            HeaderNames.LOCATION);
    private static final HeaderName NO_SNIFF = HeaderNames.create("X-Content-Type-Options");
    private static final HeaderName FRAMES = HeaderNames.create("X-Frame-Options");
    private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
    private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");

    private static final HeaderName OPENER = HeaderNames.create("Cross-Origin-Opener-Policy");
    private static final HeaderName STRICT = HeaderNames.create("Strict-Transport-Security");

    private Errors() {}

    /** Answers what the routes of the people face throw. */
    public static void register(HttpRouting.Builder routing) {
        routing.addFilter((chain, request, response) -> {
                    // once over TLS, always over TLS: for half a year
                    if (request.isSecure()) response.header(STRICT, "max-age=15552000");
                    chain.proceed();
                })
                .error(ApiException.class, Errors::tell)
                .error(DbException.class, (request, response, e) -> {
                    Outage.logged(e);
                    tell(request, response, new ApiException.Unavailable("the database is not available; try again"));
                })
                .error(RequestException.class, (_, response, e) -> refuse(response, e.status()))
                .error(HttpException.class, (_, response, e) -> refuse(response, e.status()))
                .error(Throwable.class, (_, response, e) -> {
                    String id = logged(e);
                    send(response, 500, new Problem("The server failed", 500, "see the server's log, error " + id, id));
                });
    }

    /** What the web framework refuses by itself: no such path, a request that is no HTTP. */
    private static void refuse(ServerResponse response, Status status) {
        send(response, status.code(), new Problem(status.reasonPhrase(), status.code(), "see docs/protocol.md", null));
    }

    static void tell(ServerRequest request, ServerResponse response, ApiException e) {
        retryAfter(response, e);
        send(response, e.status(), new Problem(e.title(), e.status(), e.detail(), null));
    }

    static void retryAfter(ServerResponse response, ApiException e) {
        if (e.retryAfterSeconds() > 0 && !response.isSent()) {
            response.header(HeaderNames.RETRY_AFTER, Long.toString(e.retryAfterSeconds()));
        }
    }

    private static void send(ServerResponse response, int status, Problem problem) {
        if (response.isSent()) return;
        // what the route that failed had said about its own answer does not hold for this one
        for (HeaderName name : ENTITY) response.headers().remove(name);
        secure(response.status(status)).header(HeaderNames.CONTENT_TYPE, "application/problem+json");
        if (status == 401) response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        response.send(io.stardust.protocol.Json.PEOPLE.bytes(problem));
    }

    /** Answers of the people face are never kept by caches, never guessed about, never shown in frames. */
    static ServerResponse secure(ServerResponse response) {
        return response.header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(NO_SNIFF, "nosniff")
                .header(FRAMES, "DENY")
                .header(POLICY, "default-src 'none'; frame-ancestors 'none'")
                .header(REFERRER, "no-referrer")
                .header(OPENER, "same-origin");
    }

    /** Returns the envelope for what a handler of the machine face threw. */
    static byte[] envelope(Throwable e) {
        return switch (e) {
            case Envelope.Refused refused -> Envelope.failure(refused.code(), String.valueOf(refused.getMessage()));
            case io.stardust.protocol.Json.BadJson bad ->
                Envelope.failure(Envelope.BAD_REQUEST, "body: " + bad.getMessage());
            case ApiException api -> Envelope.failure(api.status(), api.detail());
            case DbException db -> {
                Outage.logged(db);
                yield Envelope.failure(Envelope.FAILED, "the database is not available; try again");
            }
            default -> Envelope.failure(Envelope.FAILED, "the server failed; see its log, error " + logged(e));
        };
    }

    /** Logs a bug once, with its stack; returns the id that the answer names. */
    static String logged(Throwable e) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.error("error {}", id, e);
        return id;
    }

    /** RFC 9457; {@code error} finds the log line of a bug, absent otherwise. */
    @Json
    record Problem(
            String title,
            int status,
            String detail,
            @Nullable String error) {}
}
