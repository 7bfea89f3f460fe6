package io.stardust.spring.token;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The JDK's HTTP server below WebFlux. Tomcat 11 below Spring 7 ends a connection before its answer now and then, also
 * where none of our code is.
 */
final class JdkWeb {
    private JdkWeb() {}

    /** Starts a server of {@code handler} on the loopback. */
    static HttpServer start(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            handler.handle(new Request(exchange), new Response(exchange)).block();
            exchange.close();
        });
        server.start();
        return server;
    }

    private static final class Request extends AbstractServerHttpRequest {
        private final HttpExchange exchange;

        Request(HttpExchange exchange) {
            super(HttpMethod.valueOf(exchange.getRequestMethod()), exchange.getRequestURI(), "", headers(exchange));
            this.exchange = exchange;
        }

        private static HttpHeaders headers(HttpExchange exchange) {
            var headers = new HttpHeaders();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
            return headers;
        }

        @Override
        protected MultiValueMap<String, HttpCookie> initCookies() {
            return new LinkedMultiValueMap<>();
        }

        @Override
        protected @Nullable SslInfo initSslInfo() {
            return null;
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Spring declares it
        public <T> T getNativeRequest() {
            return (T) exchange;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return Flux.empty();
        }
    }

    private static final class Response extends AbstractServerHttpResponse {
        private final HttpExchange exchange;

        Response(HttpExchange exchange) {
            super(DefaultDataBufferFactory.sharedInstance);
            this.exchange = exchange;
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Spring declares it
        public <T> T getNativeResponse() {
            return (T) exchange;
        }

        @Override
        protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
            return DataBufferUtils.join(body).doOnNext(this::answer).then();
        }

        @Override
        protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return writeWithInternal(Flux.from(body).concatMap(each -> each));
        }

        private void answer(DataBuffer buffer) {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            HttpStatusCode status = getStatusCode();
            try {
                exchange.sendResponseHeaders(status == null ? 200 : status.value(), bytes.length);
                exchange.getResponseBody().write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        protected void applyStatusCode() {}

        @Override
        protected void applyHeaders() {
            getHeaders().forEach((name, values) -> exchange.getResponseHeaders().put(name, List.copyOf(values)));
        }

        @Override
        protected void applyCookies() {}
    }
}
