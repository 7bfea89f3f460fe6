package io.stardust.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One request of the machine face, read with bounds and upstream's leniency. Lives for one handler call. */
public final class LinkCall {
    /** Upstream's clients re-send failed batches whole; tens of MB must pass, unpacked. */
    private static final int MAX_BODY = 32 << 20;

    private static final HeaderName X_TOKEN = HeaderNames.create("X-Token");

    private final ServerRequest request;

    public LinkCall(ServerRequest request) {
        this.request = request;
    }

    /** A query parameter, its name in any case; empty text counts as absent ({@code key=} means null). */
    public Optional<String> query(String name) {
        for (String key : request.query().names()) {
            if (key.equalsIgnoreCase(name)) {
                return request.query().first(key).asOptional().filter(value -> !value.isEmpty());
            }
        }
        return Optional.empty();
    }

    /**
     * The client's token: query {@code Token}, {@code Authorization}, {@code X-Token}, in this order; null when none.
     */
    public @Nullable String token() {
        return query("Token")
                .or(() -> request.headers().first(HeaderNames.AUTHORIZATION).map(LinkCall::withoutBearer))
                .or(() -> request.headers().first(X_TOKEN))
                .orElse(null);
    }

    static String withoutBearer(String value) {
        return value.regionMatches(true, 0, "Bearer ", 0, 7)
                ? value.substring(7).trim()
                : value.trim();
    }

    /** The address the request came from. */
    public String address() {
        return request.remotePeer().host();
    }

    /**
     * Where the client reached us, {@code http://host:port}; empty when it did not say so in a form that is safe to
     * repeat.
     */
    public Optional<String> origin() {
        return Origin.of(request);
    }

    /** The body; an empty one reads as {@code {}}. */
    public <T> T body(Class<T> type) {
        byte[] bytes = bytes();
        return Json.WIRE.read(bytes.length == 0 ? new byte[] {'{', '}'} : bytes, type);
    }

    /** The body, an array at the top. */
    public <T> List<T> bodyList(Class<T> type) {
        return Json.WIRE.readList(bytes(), type);
    }

    /** The body's bytes, unzipped when they are zipped: the marker is the content, whatever the headers say. */
    public byte[] bytes() {
        try (InputStream in = new BodyStream(request.content().inputStream())) {
            byte[] body = bounded(in);
            boolean zipped = body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
            return zipped ? bounded(new GZIPInputStream(new ByteArrayInputStream(body))) : body;
        } catch (IOException e) {
            throw new Envelope.Refused(Envelope.BAD_REQUEST, "body: cannot be read (" + e.getMessage() + ")");
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] body = in.readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new Envelope.Refused(
                    Envelope.BAD_REQUEST, "body: too large (expected: at most " + MAX_BODY + " bytes)");
        }
        return body;
    }
}
