package io.stardust.spring.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.stardust.client.AppServer;
import io.stardust.client.Stardust;
import io.stardust.client.link.Awaits;
import io.stardust.client.token.Caller;
import io.stardust.client.token.Signer;
import io.stardust.client.token.StardustServletFilter;
import io.stardust.protocol.Envelope;
import io.stardust.spring.TestApp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;

/** The filter of WebFlux applications, in a real web server. */
class PathTokenWebFilterTest {
    @TempDir
    Path folder;

    private final Signer signer = new Signer("k1");

    private static Mono<Void> who(ServerWebExchange exchange) {
        Object caller = exchange.getAttribute(StardustServletFilter.CALLER);
        byte[] name = (caller instanceof Caller known ? known.app() : "nobody").getBytes(StandardCharsets.UTF_8);
        return exchange.getResponse()
                .writeWith(Mono.fromSupplier(
                        () -> exchange.getResponse().bufferFactory().wrap(name)));
    }

    private String bearer(String scopes) {
        String more = "\"aud\":[\"web\"],\"scp\":\"" + scopes + "\",";
        return "Bearer " + signer.sign(Signer.claims(more, Signer.now(), Signer.now() + 3_600));
    }

    @Test
    void paths_wantAToken_andTellWhoCalls() throws Exception {
        try (AppServer server = new AppServer();
                Stardust stardust = Stardust.builder()
                        .server(server.url())
                        .app("web")
                        .secret("s1")
                        .cache(folder.resolve("cache"))
                        .start()) {
            server.fake.route("/.well-known/jwks.json", request -> Signer.set(signer));
            server.fake.route(
                    "/App/RevokedTokens",
                    request -> Envelope.wrap("{\"Revoked\":[],\"Version\":1}".getBytes(StandardCharsets.UTF_8)));
            Awaits.until("login", stardust::isLoggedIn);
            var filter = new PathTokenWebFilter(new Paths(List.of("/api/**")), stardust.verifier(), "read");
            HttpHandler handler = WebHttpHandlerBuilder.webHandler(PathTokenWebFilterTest::who)
                    .filter(filter)
                    .build();
            HttpServer web = JdkWeb.start(handler);
            try {
                String url = "http://127.0.0.1:" + web.getAddress().getPort();

                assertThat(TestApp.get(url + "/open").body()).isEqualTo("nobody");
                assertThat(TestApp.get(url + "/api/who").statusCode()).isEqualTo(401);
                assertThat(TestApp.get(url + "/api/who", "Authorization", bearer("read"))
                                .body())
                        .isEqualTo("web");
                assertThat(TestApp.get(url + "/api/who", "Authorization", bearer("write"))
                                .statusCode())
                        .isEqualTo(403);
            } finally {
                web.stop(0);
            }
        }
    }
}
