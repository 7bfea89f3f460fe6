package io.stardust.server.logs;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.server.http.ApiException;
import io.stardust.server.http.LinkCall;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceAuth;
import io.stardust.server.instance.KeyedCalls;
import io.stardust.server.instance.OpenApps;
import io.stardust.server.logs.read.BadLogs;
import io.stardust.server.logs.read.Origin;
import io.stardust.server.logs.read.OtlpLogs;
import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.log.BatchId;
import io.stardust.telemetry.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes logs of exporters of OpenTelemetry: OTLP/HTTP 1.x, {@code POST /v1/logs}, protobuf and JSON, with its own
 * answers. Records belong to the app of the token, whatever they say. Thread-safe.
 */
final class OtlpRoutes {
    private static final String PATH = "/v1/logs";
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";
    private static final String BATCH = "X-Batch";
    private static final Pattern BATCH_PARTS = Pattern.compile("([A-Za-z0-9-]{1,64})/(\\d{1,18})");
    private static final int BODY = 16 << 20; // unzipped
    private static final OtlpLogs READER = new OtlpLogs(Set.of());

    private final InstanceAuth auth;
    private final KeyedCalls keyed;
    private final LogCentre centre;

    OtlpRoutes(InstanceAuth auth, KeyedCalls keyed, LogCentre centre) {
        this.auth = auth;
        this.keyed = keyed;
        this.centre = centre;
    }

    /** Adds the path. */
    void register(HttpRouting.Builder routing) {
        routing.post(PATH, this::answer);
    }

    private void answer(ServerRequest request, ServerResponse response) {
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        type = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean json = type.equals(JSON);
        if (!json && !type.equals(PROTOBUF)) {
            response.status(415)
                    .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .send("Content-Type: expected " + PROTOBUF + " or " + JSON);
            return;
        }
        try {
            OtlpLogs.Read read = take(new LinkCall(request), json);
            response.header(HeaderNames.CONTENT_TYPE, json ? JSON : PROTOBUF)
                    .send(OtlpAnswers.taken(json, read.unread(), read.fault()));
        } catch (Refused e) {
            refuse(response, json, e.code() >= 400 && e.code() < 600 ? e.code() : 400, e.getMessage());
        } catch (BadLogs e) {
            refuse(response, json, 400, e.getMessage());
        } catch (ApiException e) {
            if (e.retryAfterSeconds() > 0)
                response.header(HeaderNames.RETRY_AFTER, Long.toString(e.retryAfterSeconds()));
            refuse(response, json, e.status(), e.detail());
        }
    }

    private OtlpLogs.Read take(LinkCall call, boolean json) {
        Origin from = from(call);
        byte[] body = call.bytes(BODY);
        OtlpLogs.Read read = json ? READER.json(body, from) : READER.protobuf(body, from);
        @Nullable String told = call.header(BATCH).orElse(null);
        BatchId batch = told == null ? batch(call, from.app(), body, read.records()) : batch(told, from.app());
        centre.take(from.app(), batch, read.records());
        return read;
    }

    /**
     * Exporters send what was not answered again, byte by byte, and have no name for it: its bytes are the name.
     * Records without a time may be alike and are not the same.
     */
    private BatchId batch(LinkCall call, long app, byte[] body, List<LogRecord> records) {
        if (records.stream().anyMatch(record -> record.timeNs() == 0)) return centre.once();
        return new BatchId("bytes %d %s".formatted(app, call.address()), Hashes.exact(body, 0, body.length));
    }

    /** {@code X-Batch: SENDER/NUMBER} (ours): the same one sent again is answered, and not stored again. */
    private static BatchId batch(String told, long app) {
        Matcher parts = BATCH_PARTS.matcher(told);
        if (!parts.matches()) {
            throw new Refused(
                    Envelope.BAD_REQUEST, BATCH + ": wrong (expected: 1–64 of A-Z a-z 0-9 -, a slash, a number)");
        }
        return new BatchId("otlp %d %s".formatted(app, parts.group(1)), Long.parseLong(parts.group(2)));
    }

    /** By {@code Bearer APP.SECRET} of a key, {@code Basic} of the same, or the token of a login. */
    private Origin from(LinkCall call) {
        String header = call.header("Authorization").orElse("");
        if (header.regionMatches(true, 0, "Basic ", 0, 6)) return sender(basic(header.substring(6)), call);
        @Nullable String token = call.token();
        if (token == null || token.isEmpty()) {
            throw new Refused(
                    Envelope.UNAUTHORIZED,
                    "Authorization: missing (expected: Bearer and a token of 'stardust app key create APP --ingest')");
        }
        if (isLogin(token)) {
            Instance instance = auth.instance(call);
            if (OpenApps.has(instance.app())) throw new Refused(Envelope.FORBIDDEN, "this app has no logs of its own");
            return new Origin(instance.appId(), instance.client(), or(instance.version()), or(instance.node()));
        }
        return sender(token, call);
    }

    /** Those of logins are JWTs, of three parts. */
    private static boolean isLogin(String token) {
        return token.startsWith("eyJ") && token.chars().filter(c -> c == '.').count() == 2;
    }

    private Origin sender(String token, LinkCall call) {
        KeyedCalls.Keyed by = keyed.sender(token, call.address());
        call.known();
        return Origin.of(by.appId());
    }

    private static String basic(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? pair : pair.substring(0, colon) + "." + pair.substring(colon + 1);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static void refuse(ServerResponse response, boolean json, int status, @Nullable String message) {
        response.status(status).header(HeaderNames.CONTENT_TYPE, json ? JSON : PROTOBUF);
        if (status == 401) response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        response.send(OtlpAnswers.refused(json, message == null ? "" : message));
    }
}
