package io.stardust.samples.config;

import com.sun.net.httpserver.HttpServer;
import io.stardust.client.Stardust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers with its release and the value of {@code greeting}; the release {@code broken} ends at once. */
public final class Greeter {
    private Greeter() {}

    /** Serves until it is ended. */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        String release = System.getenv("STARDUST_RELEASE");
        Stardust stardust = Stardust.fromEnvironment();
        Runtime.getRuntime().addShutdownHook(new Thread(stardust::close, "leave"));
        System.out.println("greets with " + stardust.config().get("greeting", "nothing"));
        if (release.equals("broken")) System.exit(3);
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 50);
        server.createContext("/", exchange -> {
            String words = release + " " + stardust.config().get("greeting", "nothing");
            byte[] told = words.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, told.length);
            try (var out = exchange.getResponseBody()) {
                out.write(told);
            }
        });
        server.start();
    }
}
