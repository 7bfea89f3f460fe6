package io.stardust.client.token;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls with a good service token pass to a context of the JDK's own HTTP server, and answers the others 401 or
 * 403 with one line that says why. Thread-safe.
 */
public final class StardustFilter extends Filter {
    private final TokenVerifier verifier;
    private final @Nullable String scope;

    /** Lets every app pass that may call this one. */
    public StardustFilter(TokenVerifier verifier) {
        this(verifier, null);
    }

    /** Lets those pass whose token covers {@code scope} (null = any). */
    public StardustFilter(TokenVerifier verifier, @Nullable String scope) {
        this.verifier = verifier;
        this.scope = scope;
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        try {
            if (scope == null) caller(exchange);
            else verifier.verify(shown(exchange), scope);
        } catch (TokenException e) {
            refuse(exchange, e);
            return;
        }
        verifier.calls().begin();
        try {
            chain.doFilter(exchange);
        } finally {
            verifier.calls().end();
        }
    }

    /** Who makes the call; for handlers behind this filter. */
    public Caller caller(HttpExchange exchange) throws TokenException {
        return verifier.verify(shown(exchange));
    }

    private static @Nullable String shown(HttpExchange exchange) {
        var headers = exchange.getRequestHeaders();
        return TokenVerifier.shown(headers.getFirst("X-Stardust-Token"), headers.getFirst("Authorization"));
    }

    private static void refuse(HttpExchange exchange, TokenException why) throws IOException {
        int status = why.reason().status();
        byte[] words = (why.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        if (status == 401) exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        exchange.sendResponseHeaders(status, words.length);
        try (var out = exchange.getResponseBody()) {
            out.write(words);
        }
    }

    @Override
    public String description() {
        return "lets calls with a good service token pass";
    }
}
