package io.stardust.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request of the machine face, read with bounds and upstream's leniency. Lives for one handler call. */
public final class LinkCall {
    /** Upstream's clients re-send failed batches whole; tens of MB must pass, unpacked. */
    private static final int MAX_BODY = 32 << 20;

    /** Of who has not shown a token that holds: a login. */
    private static final int MAX_OF_STRANGERS = 256 << 10;

    private static final HeaderName X_TOKEN = HeaderNames.create("X-Token");

    private final ServerRequest request;
    private boolean known;
    private @Nullable Caller caller;

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

    /** A header that is JSON. */
    public <T> Optional<T> header(String name, Class<T> type) {
        return header(name).map(text -> {
            byte[] json = text.getBytes(StandardCharsets.UTF_8);
            JsonText.check(json);
            return read(json, type);
        });
    }

    /** A header, its name in any case. */
    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /**
     * How many bytes the body has that {@link #file} reads.
     *
     * @throws ApiException.LengthRequired if nobody told
     */
    public long fileLength() {
        return request.headers().contentLength().orElseThrow(ApiException.LengthRequired::new);
    }

    /** The body as it comes, for files; ask for it after the token was looked at. */
    public InputStream file() {
        if (!known) throw new IllegalStateException("of a stranger no file is taken");
        Connection.current().ifPresent(Connection::readsFile);
        return new BodyStream(request.content().inputStream());
    }

    /** Its token holds: from now on it may send more. */
    public void known() {
        known = true;
    }

    /** As {@link #known()}; what is refused is refused to {@code by}, and recorded so. */
    public void known(Caller by) {
        known = true;
        caller = by;
    }

    /** The person whose token it brings; null for machines and strangers. */
    @Nullable
    Caller caller() {
        return caller;
    }

    static String withoutBearer(String value) {
        return value.regionMatches(true, 0, "Bearer ", 0, 7)
                ? value.substring(7).trim()
                : value.trim();
    }

    /** The address the request came from. */
    public String address() {
        return Origin.address(request);
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
        return read(json(), type);
    }

    /** As {@link #body}, of text that a program has printed: what may not be shown is still in it. */
    public <T> T rawBody(Class<T> type) {
        return read(rawJson(), type);
    }

    /** The body, an array at the top. */
    public <T> List<T> bodyList(Class<T> type) {
        byte[] json = json();
        return read(() -> Json.WIRE.readList(json, type));
    }

    /** Reads what {@link #json} returned. */
    public static <T> T read(byte[] json, Class<T> type) {
        return read(() -> Json.WIRE.read(json, type));
    }

    /** A record may refuse what the reader has let pass, null among its values above all. */
    static <T> T read(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (NullPointerException | IllegalArgumentException | ClassCastException _) {
            throw new ApiException.Invalid("body: a value is null or of another kind (expected: see docs/protocol.md)");
        }
    }

    /** The body as JSON in which nothing is that may not be shown to people; {@code {}} when it is empty. */
    public byte[] json() {
        byte[] json = bytes();
        JsonText.clean(json);
        return checked(json);
    }

    /** As {@link #json}, but what may not be shown is still in it. */
    public byte[] rawJson() {
        return checked(bytes());
    }

    /** As {@link #json()}, of a body of at most {@code most} bytes. */
    public byte[] json(int most) {
        byte[] json = bytes(most);
        JsonText.clean(json);
        return checked(json);
    }

    private static byte[] checked(byte[] json) {
        JsonText.check(json);
        return json.length == 0 ? new byte[] {'{', '}'} : json;
    }

    /**
     * The body's bytes, unzipped when they are zipped: the marker is the content, whatever the headers say. Ask for
     * them after the token was looked at: a stranger may send little, and nothing of which the length is not told.
     */
    public byte[] bytes() {
        return bytes(MAX_BODY);
    }

    /** As {@link #bytes()}, at most {@code most} of them. */
    public byte[] bytes(int most) {
        int max = Math.min(most, known ? MAX_BODY : MAX_OF_STRANGERS);
        if (!known) Entrance.requireLength(request);
        long announced = request.headers().contentLength().orElse(-1);
        if (announced > max) throw new ApiException.TooLarge("body", announced, max);
        Connection.current().ifPresent(Connection::readsBody);
        try (InputStream in = new BodyStream(request.content().inputStream())) {
            return Entrance.share().read(in, announced, !known, max, true);
        } catch (IOException e) {
            throw new Envelope.Refused(Envelope.BAD_REQUEST, "body: cannot be read (" + e.getMessage() + ")");
        }
    }
}
