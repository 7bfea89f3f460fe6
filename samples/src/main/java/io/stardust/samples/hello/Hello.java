package io.stardust.samples.hello;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code Hello from hello 1.0} with host and pid on the port that the environment variable {@code PORT} names,
 * 8080 when it names none. The version is the jar's, so one source makes every version.
 */
public final class Hello {
    private Hello() {}

    public static void main(String[] args) throws IOException {
        int port = port(System.getenv("PORT"));
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(port), 0);
        } catch (BindException e) {
            System.err.println("port " + port + " is taken: " + e.getMessage());
            System.exit(1);
            return;
        }
        server.createContext("/", Hello::answer);
        server.start();
        System.out.println("hello " + version() + " listens on port " + port);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String host = InetAddress.getLocalHost().getHostName();
        String text = "Hello from hello %s on %s, pid %d%n"
                .formatted(version(), host, ProcessHandle.current().pid());
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        System.out.println(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " from "
                + exchange.getRemoteAddress().getAddress().getHostAddress());
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    static int port(@Nullable String text) {
        return text == null || text.isBlank() ? 8080 : Integer.parseInt(text.strip());
    }

    private static String version() {
        String version = Hello.class.getPackage().getImplementationVersion();
        return version == null ? "from sources" : version;
    }
}
