package io.stardust.spring.token;

import io.stardust.client.token.Caller;
import io.stardust.client.token.StardustServletFilter;
import io.stardust.client.token.TokenException;
import io.stardust.client.token.TokenVerifier;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Asks for a service token on some paths of a WebFlux application; who calls is the exchange's attribute
 * {@value StardustServletFilter#CALLER}. Thread-safe.
 */
final class PathTokenWebFilter implements WebFilter, Ordered {
    private final Paths paths;
    private final TokenVerifier verifier;
    private final @Nullable String scope;

    PathTokenWebFilter(Paths paths, TokenVerifier verifier, @Nullable String scope) {
        this.paths = paths;
        this.verifier = verifier;
        this.scope = scope;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!paths.hold(exchange.getRequest().getPath().pathWithinApplication())) return chain.filter(exchange);
        HttpHeaders headers = exchange.getRequest().getHeaders();
        String token =
                TokenVerifier.shown(headers.getFirst("X-Stardust-Token"), headers.getFirst(HttpHeaders.AUTHORIZATION));
        // a key that is new here is asked for, which may take two seconds
        return Mono.fromCallable(() -> caller(token))
                .subscribeOn(Schedulers.boundedElastic())
                .map(caller -> {
                    exchange.getAttributes().put(StardustServletFilter.CALLER, caller);
                    return true;
                })
                .onErrorResume(
                        TokenException.class,
                        e -> refuse(exchange.getResponse(), e).thenReturn(false))
                .flatMap(good -> good ? chain.filter(exchange) : Mono.empty());
    }

    @Override
    public int getOrder() {
        return Paths.ORDER;
    }

    private Caller caller(@Nullable String token) throws TokenException {
        return scope == null ? verifier.verify(token) : verifier.verify(token, scope);
    }

    private static Mono<Void> refuse(ServerHttpResponse response, TokenException why) {
        int status = why.reason().status();
        response.setStatusCode(HttpStatus.valueOf(status));
        response.getHeaders().setContentType(new MediaType("text", "plain", StandardCharsets.UTF_8));
        if (status == 401) response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        byte[] words = (why.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(words)));
    }
}
