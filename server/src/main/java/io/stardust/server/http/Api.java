package io.stardust.server.http;

import io.helidon.common.parameters.Parameters;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.stardust.server.db.DbException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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

    private static final String SESSION_COOKIE = "stardust_session";

    /** Begins the names of cookies that no other host and no plain connection can have set. */
    public static final String HOST_ONLY = "__Host-";

    /** What a request by cookie brings besides, so that no other site can send one. */
    private static final HeaderName CSRF = HeaderNames.create("X-CSRF-Token");

    private final Authenticator authenticator;
    private final Refusals refusals;
    private final String sessionCookie;
    private final List<Route> routes = new ArrayList<>();

    /** {@code refusals} hears of what was not allowed; {@code secure} says whether people come over TLS alone. */
    public Api(Authenticator authenticator, Refusals refusals, boolean secure) {
        this.sessionCookie = sessionCookie(secure);
        this.authenticator = authenticator;
        this.refusals = refusals;
    }

    /** Adds a route that reads. {@code path} is relative to {@link #ROOT}, with {@code {name}} for parts that vary. */
    public Api get(String path, Need need, Handler handler) {
        return add(Method.GET, path, need, handler);
    }

    /** Adds a route that makes or does something. */
    public Api post(String path, Need need, Handler handler) {
        return add(Method.POST, path, need, handler);
    }

    /** Adds a route that makes a thing as it is given, or replaces it. */
    public Api put(String path, Need need, Handler handler) {
        return add(Method.PUT, path, need, handler);
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
        @Nullable Caller caller = null;
        try {
            // who comes to sign in is nobody yet, whatever outdated cookie the browser still sends
            if (route.need() != Need.NOTHING) caller = authenticator.authenticate(credentials(request));
            if (caller == null) Entrance.requireLength(request);
            else requireOwnSite(caller, request);
            route.need().check(caller);
            route.handler()
                    .handle(new Call(request, caller, () -> authenticator.authenticate(credentials(request))))
                    .send(request, response);
        } catch (ApiException.Denied e) {
            if (caller != null)
                refusals.denied(
                        caller, route.method(), route.path(), request.path().path(), e.detail());
            throw e;
        }
    }

    /** The cookie that holds a browser's session. */
    public static String sessionCookie(boolean secure) {
        return secure ? HOST_ONLY + SESSION_COOKIE : SESSION_COOKIE;
    }

    /** True when {@code request} comes from somebody who is signed in, as far as that can be found out. */
    public boolean knows(ServerRequest request) {
        try {
            return authenticator.authenticate(credentials(request)) != null;
        } catch (ApiException | DbException e) {
            return false;
        }
    }

    private Credentials credentials(ServerRequest request) {
        return new Credentials(
                bearer(request),
                cookie(request, sessionCookie),
                Origin.address(request),
                request.prologue().method().text());
    }

    private static void requireOwnSite(Caller caller, ServerRequest request) {
        @Nullable String wanted = caller.via().csrf();
        Method method = request.prologue().method();
        if (wanted == null || method.equals(Method.GET) || method.equals(Method.HEAD)) return;
        String given = request.headers().first(CSRF).orElse("");
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8))) {
            throw new ApiException.Denied("X-CSRF-Token: %s (expected: the csrf of GET /me)"
                    .formatted(given.isEmpty() ? "missing" : "wrong"));
        }
    }

    /**
     * A cookie of the request; null when it has none.
     *
     * @throws ApiException.Invalid if it has two: another site of the same domain may have set one of them
     */
    static @Nullable String cookie(ServerRequest request, String name) {
        Parameters cookies = request.headers().cookies();
        if (!cookies.contains(name)) return null;
        List<String> values = cookies.all(name);
        if (values.size() > 1) throw new ApiException.Invalid("Cookie: two of " + name + " (expected: one)");
        return values.getFirst();
    }

    static @Nullable String bearer(ServerRequest request) {
        String value = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        return value.regionMatches(true, 0, "Bearer ", 0, 7)
                ? value.substring(7).trim()
                : null;
    }

    /** One route as it was added. */
    public record Route(String method, String path, Need need, Handler handler) {}

    /** What a request brings to say who sends it; the bearer token wins over the cookie. */
    public record Credentials(
            @Nullable String bearer, @Nullable String cookie, String address, String method) {
        /** Those of a program, which has no cookies. */
        public static Credentials of(String bearer, String address) {
            return new Credentials(bearer, null, address, "POST");
        }

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

    /** Hears of what was not allowed. */
    @FunctionalInterface
    public interface Refusals {
        /** {@code caller} asked for {@code path}, one of {@code route}'s, and was answered 403. */
        void denied(Caller caller, String method, String route, String path, String why);
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
