package io.stardust.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.util.function.Supplier;

/**
 * Every request comes through here: it learns from where it comes and what its body may hold, and whatever answers it,
 * a body that nobody has read ends the connection, since it must not be taken for a next request. Thread-safe.
 */
public final class Entrance {
    private static final int SWITCHED = 101;

    private static final ScopedValue<Bodies.Share> SHARE = ScopedValue.newInstance();

    private final Supplier<Networks> proxies;
    private final Bodies bodies;

    /** @param proxies whose word about where a request came from is taken; each request asks */
    public Entrance(Supplier<Networks> proxies, Bodies bodies) {
        this.proxies = proxies;
        this.bodies = bodies;
    }

    /** To be called before any route is added. */
    public void register(HttpRouting.Builder routing) {
        routing.addFilter(this::enter);
    }

    private void enter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.beforeSend(() -> {
            if (unread(request)) response.headers().set(HeaderValues.CONNECTION_CLOSE);
        });
        try (Bodies.Share share = bodies.share()) {
            Origin.at(
                    Origin.asked(request, proxies.get()),
                    () -> ScopedValue.where(SHARE, share).run(chain::proceed));
        }
        if (response.status().code() == SWITCHED) return; // a socket from now on, whose frames come when they come
        if (unread(request)) {
            BodyStream.skim(request);
            throw new CloseConnectionException("a body that nobody read");
        }
        boolean told = response.headers().contains(HeaderNames.CONNECTION);
        if (told && response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            throw new CloseConnectionException("as was told"); // the framework would wait for the other side to do so
        }
        Connection.current().ifPresent(Connection::answered);
    }

    /** What the body of the request that this thread serves may take. */
    static Bodies.Share share() {
        return SHARE.get();
    }

    private static boolean unread(ServerRequest request) {
        return request.content().hasEntity() && !request.content().consumed();
    }

    /**
     * Refuses a body whose length nobody told.
     *
     * @throws ApiException.LengthRequired if it comes in chunks
     */
    static void requireLength(ServerRequest request) {
        if (request.headers().contains(HeaderNames.TRANSFER_ENCODING)) throw new ApiException.LengthRequired();
    }
}
