package io.stardust.samples.calls;

import com.sun.net.httpserver.HttpServer;
import io.stardust.client.Stardust;
import io.stardust.client.registry.Offer;
import io.stardust.client.token.StardustFilter;
import io.stardust.client.token.TokenException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A provider: offers the service {@code Stock} at the port it is given, to those who show a token. */
public final class Stock {
    private Stock() {}

    /** Serves until it is ended. */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        Stardust stardust = Stardust.fromEnvironment();
        Runtime.getRuntime().addShutdownHook(new Thread(stardust::close, "leave"));
        // else each answer on a kept connection waits 40 ms for the acknowledgement of its head
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 50);
        server.setExecutor(Executors.newFixedThreadPool(4));
        StardustFilter filter = new StardustFilter(stardust.verifier());
        server.createContext("/count", exchange -> {
                    String caller;
                    try {
                        caller = filter.caller(exchange).app();
                    } catch (TokenException e) {
                        caller = "nobody"; // the filter has let it pass a moment ago
                    }
                    byte[] words = ("7 left, " + caller + "\n").getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, words.length);
                    try (var out = exchange.getResponseBody()) {
                        out.write(words);
                    }
                })
                .getFilters()
                .add(filter);
        server.start();
        stardust.registry().register(Offer.of("Stock", "http://*:" + port));
        System.out.println("stock serves at " + port);
    }
}
