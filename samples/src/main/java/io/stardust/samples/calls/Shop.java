package io.stardust.samples.calls;

import com.sun.net.httpserver.HttpServer;
import io.stardust.client.Stardust;
import io.stardust.client.http.ServiceClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A consumer: {@code /buy} answers what the service {@code Stock} says. */
public final class Shop {
    private Shop() {}

    /** Serves until it is ended. */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        Stardust stardust = Stardust.fromEnvironment();
        Runtime.getRuntime().addShutdownHook(new Thread(stardust::close, "leave"));
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 50);
        server.setExecutor(Executors.newFixedThreadPool(4));
        HttpRequest question = ServiceClient.request("/count").build();
        server.createContext("/buy", exchange -> {
            int status;
            String words;
            try {
                HttpResponse<String> answer = stardust.http().send("Stock", question, BodyHandlers.ofString());
                status = answer.statusCode();
                words = answer.body();
            } catch (IOException e) {
                status = 503;
                words = e.getMessage() + "\n";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                status = 503;
                words = "ends\n";
            }
            byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
        System.out.println("shop serves at " + port);
    }
}
