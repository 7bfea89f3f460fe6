package io.stardust.server.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The machine face: upstream's paths, matched in any case and with or without a slash at the end, answered with
 * {@link Envelope}s at HTTP 200. Fill it before {@link #register}; not thread-safe until then. The rules are
 * docs/protocol.md's.
 */
public final class LinkApi {
    /** A handler's answer that is {@code "data":null} on the wire, where the empty object would mean something. */
    public static final Object NULL = new Object();

    private static final Header JSON =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
    private static final byte[] NULL_JSON = "null".getBytes(StandardCharsets.US_ASCII);

    /** A handler's answer that is a whole envelope already, made once for many calls. Nobody writes into it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Encoded(byte[] envelope) {}

    private final Map<String, Map<String, Handler>> handlers = new HashMap<>();
    private final Set<String> ofPages = new HashSet<>();
    private final Api.Refusals refusals;

    /** {@code refusals} hears of what people were not allowed. */
    public LinkApi(Api.Refusals refusals) {
        this.refusals = refusals;
    }

    /** Adds a path that is asked by GET. */
    public LinkApi get(String path, Handler handler) {
        return add("GET", path, handler);
    }

    /** Adds a path that is asked by POST. */
    public LinkApi post(String path, Handler handler) {
        return add("POST", path, handler);
    }

    /** Adds a path that clients ask by GET or POST as they like. */
    public LinkApi any(String path, Handler handler) {
        return get(path, handler).post(path, handler);
    }

    /**
     * As {@link #post}; scripts in pages of any origin may ask, and read the answer. For what shows nothing to a
     * browser that it would not show to anybody: cookies count for nothing here.
     */
    public LinkApi postOfPages(String path, Handler handler) {
        ofPages.add(normal(path));
        return post(path, handler);
    }

    private LinkApi add(String method, String path, Handler handler) {
        handlers.computeIfAbsent(normal(path), _ -> new HashMap<>()).put(method, handler);
        return this;
    }

    /** The paths, lower case, for the document test. */
    public Set<String> paths() {
        return new TreeSet<>(handlers.keySet());
    }

    /** The paths, each with its method, {@code POST /node/login}. */
    public Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        handlers.forEach((path, methods) -> methods.keySet().forEach(method -> operations.add(method + " " + path)));
        return operations;
    }

    /** Hands the paths to the web server, behind everything registered before; other paths go on to what follows. */
    public void register(HttpRouting.Builder routing) {
        routing.any(this::dispatch);
    }

    private void dispatch(ServerRequest request, ServerResponse response) {
        @Nullable
        Map<String, Handler> methods = handlers.get(normal(request.path().path()));
        if (methods == null) {
            response.next();
            return;
        }
        String method = request.prologue().method().text();
        if (ofPages.contains(normal(request.path().path()))) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            if (method.equals("OPTIONS")) {
                allowPost(response);
                return;
            }
        }
        @Nullable Handler handler = methods.get(method);
        if (handler == null) {
            response.status(405)
                    .header(HeaderNames.ALLOW, String.join(", ", methods.keySet()))
                    .send();
            return;
        }
        answer(handler, request, response);
    }

    /** What a browser asks before it posts JSON for a page. */
    private static void allowPost(ServerResponse response) {
        response.status(204)
                .header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST")
                .header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "content-type")
                .header(HeaderNames.ACCESS_CONTROL_MAX_AGE, "86400")
                .send();
    }

    private void answer(Handler handler, ServerRequest request, ServerResponse response) {
        var call = new LinkCall(request);
        byte[] body;
        try {
            body = encode(handler.handle(call));
        } catch (RuntimeException e) {
            if (e instanceof ApiException refused) refused(refused, call, request, response);
            body = Errors.envelope(e);
        }
        response.header(JSON).send(body);
    }

    /** What is refused to people is recorded; what says that HTTP itself is to be used otherwise says so in HTTP. */
    private void refused(ApiException e, LinkCall call, ServerRequest request, ServerResponse response) {
        @Nullable Caller caller = call.caller();
        if (e instanceof ApiException.Denied && caller != null) {
            String path = request.path().path();
            String method = request.prologue().method().text();
            refusals.denied(caller, method, normal(path), path, e.detail());
        }
        if (e instanceof ApiException.LengthRequired || e instanceof ApiException.Unavailable) {
            response.status(e.status());
            Errors.retryAfter(response, e);
        }
    }

    private static byte[] encode(@Nullable Object data) {
        if (data instanceof Encoded(byte[] envelope)) return envelope;
        if (data == NULL) return Envelope.wrap(NULL_JSON);
        if (data instanceof List<?> list) return Envelope.wrap(Json.WIRE.bytes(list));
        return Envelope.ok(data);
    }

    private static String normal(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.length() > 1 && lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Does what a path is for. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Returns the answer's {@code data}: a wire record, a list, a number or text; null for the empty object,
         * {@link #NULL} for null, {@link Encoded} for the whole answer.
         *
         * @throws Envelope.Refused with the code and words for the client
         */
        @Nullable
        Object handle(LinkCall call);
    }
}
