package io.stardust.server.http;

import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The people face, {@code /api/v1}: collects the routes of every feature, each with what it demands, so that none can
 * be added without saying so; the document test reads the same list. Fill it before {@link #register}; not thread-safe
 * until then.
 */
public final class Api {
    /** Every path begins with this. */
    public static final String ROOT = "/api/v1";

    private final Authenticator authenticator;
    private final List<Route> routes = new ArrayList<>();

    public Api(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** Adds a route that reads. {@code path} is relative to {@link #ROOT}, with {@code {name}} for parts that vary. */
    public Api get(String path, Need need, Handler handler) {
        return add(Method.GET, path, need, handler);
    }

    /** Adds a route that makes or does something. */
    public Api post(String path, Need need, Handler handler) {
        return add(Method.POST, path, need, handler);
    }

    /** Adds a route that edits; it reads {@link Call#ifMatch}. */
    public Api patch(String path, Need need, Handler handler) {
        return add(Method.PATCH, path, need, handler);
    }

    /** Adds a route that removes. */
    public Api delete(String path, Need need, Handler handler) {
        return add(Method.DELETE, path, need, handler);
    }

    private Api add(Method method, String path, Need need, Handler handler) {
        routes.add(new Route(method.text(), path, need, handler));
        return this;
    }

    /** What was added, in order. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Hands the routes to the web server. */
    public void register(HttpRouting.Builder routing) {
        for (Route route : routes) {
            routing.route(
                    Method.create(route.method()),
                    ROOT + route.path(),
                    (request, response) -> run(route, request, response));
        }
        routing.any(ROOT + "/*", (request, _) -> {
            throw new ApiException.NotFound(
                    "route",
                    request.prologue().method().text() + " " + request.path().path());
        });
    }

    private void run(Route route, ServerRequest request, ServerResponse response) {
        var credentials = new Credentials(
                bearer(request),
                request.remotePeer().host(),
                request.prologue().method().text());
        @Nullable Caller caller = authenticator.authenticate(credentials);
        route.need().check(caller);
        try {
            route.handler()
                    .handle(new Call(request, caller, () -> authenticator.authenticate(credentials)))
                    .send(request, response);
        } catch (ApiException.TooLarge e) {
            Errors.tell(request, response, e);
            BodyStream.skim(request);
            // the rest of the body must not be taken for the next request
            throw new CloseConnectionException("a body that is too large", e);
        }
    }

    static @Nullable String bearer(ServerRequest request) {
        String value = request.headers()
                .first(io.helidon.http.HeaderNames.AUTHORIZATION)
                .orElse("");
        return value.regionMatches(true, 0, "Bearer ", 0, 7)
                ? value.substring(7).trim()
                : null;
    }

    /** One route as it was added. */
    public record Route(String method, String path, Need need, Handler handler) {}

    /** What a request brings to say who sends it. */
    public record Credentials(@Nullable String bearer, String address, String method) {
        @Override
        public String toString() {
            return "Credentials[from " + address + "]";
        }
    }

    /** Does what a route is for. */
    @FunctionalInterface
    public interface Handler {
        /** Answers; throws {@link ApiException} when it cannot. */
        Answer handle(Call call);
    }

    /** Tells who sends a request. */
    @FunctionalInterface
    public interface Authenticator {
        /**
         * Returns who it is, null when the request brings nothing.
         *
         * @throws ApiException.Unauthenticated if it brings something that does not hold
         */
        @Nullable
        Caller authenticate(Credentials credentials);
    }
}
