package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.stardust.client.Stardust;
import io.stardust.client.http.ServiceClient;
import io.stardust.client.registry.Offer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Spring Boot applications with the client of Netflix Eureka, of Boot 3.5 and of Boot 4, that were given our URL and
 * nothing else.
 */
@Timeout(150)
class EurekaClientTest {
    /** When a renewal or a fetch took too long, the client waits twice as long before the next, ten periods at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final World WORLD = new World(Map.of("STARDUST_EUREKA_ENABLED", "true"));

    private static Newcomer orders; // of Boot 3.5
    private static Newcomer bills; // of Boot 4
    private static Newcomer mail; // of Boot 3.5

    /** All at once: a start takes seconds. */
    @BeforeAll
    @Timeout(150)
    static void start() throws IOException {
        orders = Newcomer.start(WORLD, "orders", 3);
        bills = Newcomer.start(WORLD, "bills", 4);
        mail = Newcomer.start(WORLD, "mail", 3);
        for (Newcomer each : List.of(orders, bills, mail)) each.awaited();
    }

    @AfterAll
    static void end() throws InterruptedException {
        for (Newcomer each : List.of(orders, bills, mail)) each.kill();
    }

    /** The providers of a service that consumers are told of, as people see them. */
    private static List<Doc> shown(String service) throws IOException {
        for (Doc each : WORLD.api().all("/services?q=" + service)) {
            if (!each.text("name").equals(service)) continue;
            return WORLD.api().get("/services/" + each.number("id") + "/providers").list("items").stream()
                    .filter(one -> one.yes("shown"))
                    .toList();
        }
        return List.of();
    }

    @Test
    void client_isAProvider_thatOurLibraryFindsAndCalls() throws Exception {
        List<Doc> providers = Awaits.value("orders", PATIENCE, () -> shown("orders"), some -> some.size() == 1);
        assertThat(providers.getFirst().text("app")).isEqualTo("orders");
        assertThat(providers.getFirst().yes("silent")).isFalse();

        try (Stardust till = Sdk.start(WORLD, "till", 1)) {
            Awaits.until(
                    "the till finds it",
                    PATIENCE,
                    () -> !till.registry().resolve("orders").isEmpty());
            assertThat(till.http()
                            .send("orders", ServiceClient.request("/hello").build(), BodyHandlers.ofString())
                            .body())
                    .startsWith("orders of Boot 3.5.");
        }
    }

    @Test
    void client_callsWhatOurLibraryOffers_byItsName() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/hello", exchange -> {
            byte[] words = "7 left".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, words.length);
            try (var out = exchange.getResponseBody()) {
                out.write(words);
            }
        });
        server.start();
        try (Stardust stock = Sdk.start(WORLD, "stock", 1)) {
            int port = server.getAddress().getPort();
            stock.registry().register(Offer.of("Stock", "http://127.0.0.1:" + port));

            assertThat(orders.answer("/ask/stock", PATIENCE)).isEqualTo("7 left");
        } finally {
            server.stop(0);
        }
        Awaits.until("it is gone from the client's list", PATIENCE, () -> orders.count("stock") == 0);
    }

    @Test
    void client_isGoneAtOnce_whenItStops() throws Exception {
        assertThat(orders.answer("/ask/bills", PATIENCE)).startsWith("bills of Boot 4.");

        bills.stop();

        assertThat(shown("bills")).isEmpty();
        Awaits.until("it is gone from the client's list", PATIENCE, () -> orders.count("bills") == 0);
    }

    @Test
    void client_isGoneAfterTheLeaseItAskedFor_whenItIsKilled() throws Exception {
        Awaits.until("mail", PATIENCE, () -> shown("mail").size() == 1);

        mail.kill();

        Awaits.until("its lease is over", PATIENCE, () -> shown("mail").isEmpty());
        Awaits.until("it is gone from the client's list", PATIENCE, () -> orders.count("mail") == 0);
    }
}
