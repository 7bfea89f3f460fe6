package io.stardust.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.stardust.client.AppServer;
import io.stardust.client.Stardust;
import io.stardust.client.link.Awaits;
import io.stardust.protocol.registry.ServiceDelta;
import io.stardust.protocol.registry.ServiceModel;
import io.stardust.spring.TestApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/** Calls by the name of a service, by each client that Spring has, in one real application. */
class LoadBalancedTest {
    @TempDir
    Path folder;

    private final List<HttpServer> providers = new ArrayList<>();
    private AppServer server; // made before each test
    private ConfigurableApplicationContext context; // likewise

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Calls {
        @Bean
        @LoadBalanced
        RestClient.Builder restClients() {
            return RestClient.builder();
        }

        @Bean
        @LoadBalanced
        RestTemplate restTemplate() {
            return new RestTemplate();
        }

        @Bean
        @LoadBalanced
        WebClient.Builder webClients() {
            return WebClient.builder().clientConnector(new JdkClientHttpConnector());
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = new AppServer();
        server.serviceToken = "t1";
        server.state("Orders", 1, model(1, provider("one"), 100));
        context = TestApp.start(Calls.class, server, folder, "--spring.main.web-application-type=none");
        Stardust stardust = context.getBean(Stardust.class);
        Awaits.until("the token", () -> stardust.serviceToken() != null);
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
        server.close();
        providers.forEach(each -> each.stop(0));
    }

    /** Answers with its name and the tokens that it was shown. */
    private String provider(String name) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        http.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            String said = name + " " + headers.getFirst("Authorization") + " " + headers.getFirst("X-Stardust-Token");
            byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        http.start();
        providers.add(http);
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private static ServiceModel model(long id, String address, int weight) {
        return new ServiceModel(
                "Orders", null, "c" + id, "1.0", address, null, null, null, weight, null, null, id, "shop", null, null,
                null);
    }

    private List<UnaryOperator<String>> clients() {
        RestClient rest = context.getBean(RestClient.Builder.class).build();
        RestTemplate template = context.getBean(RestTemplate.class);
        WebClient web = context.getBean(WebClient.Builder.class).build();
        return List.of(
                url -> Objects.requireNonNull(rest.get().uri(url).retrieve().body(String.class)),
                url -> Objects.requireNonNull(template.getForObject(url, String.class)),
                url -> Objects.requireNonNull(
                        web.get().uri(url).retrieve().bodyToMono(String.class).block()));
    }

    @Test
    void calls_goToTheProvider_withTheToken() {
        for (UnaryOperator<String> client : clients()) {
            assertThat(client.apply("http://Orders/x")).isEqualTo("one Bearer t1 null");
        }
    }

    @Test
    void token_travelsBeside_whatTheCallerAuthorizesItselfBy() {
        String said = context.getBean(RestClient.Builder.class)
                .build()
                .get()
                .uri("http://Orders/")
                .header("Authorization", "Basic abc")
                .retrieve()
                .body(String.class);

        assertThat(said).isEqualTo("one Basic abc t1");
    }

    @Test
    void calls_goElsewhere_asSoonAsItIsPushed() throws IOException {
        List<UnaryOperator<String>> clients = clients();
        for (UnaryOperator<String> client : clients) {
            assertThat(client.apply("http://Orders/")).startsWith("one");
        }
        Awaits.until("the socket", () -> !server.fake.sockets.isEmpty());

        server.push(new ServiceDelta("Orders", 1, 2, List.of(model(2, provider("two"), 100)), List.of(1L)));

        Stardust stardust = context.getBean(Stardust.class);
        Awaits.until(
                "the push", () -> stardust.registry().resolve("Orders").stream().allMatch(each -> each.id() == 2));
        for (UnaryOperator<String> client : clients) {
            assertThat(client.apply("http://Orders/")).startsWith("two");
        }
    }

    @Test
    void calls_areSharedByWeight() throws IOException {
        Awaits.until("the socket", () -> !server.fake.sockets.isEmpty());
        context.getBean(DiscoveryClient.class).getInstances("Orders");
        server.push(new ServiceDelta(
                "Orders", 1, 2, List.of(model(2, provider("two"), 10), model(3, provider("three"), 0)), List.of()));
        Stardust stardust = context.getBean(Stardust.class);
        Awaits.until("the push", () -> stardust.registry().resolve("Orders").size() == 3);

        UnaryOperator<String> client = clients().get(0);
        int two = 0;
        for (int i = 0; i < 110; i++) {
            String said = client.apply("http://Orders/");
            assertThat(said).doesNotStartWith("three");
            if (said.startsWith("two")) two++;
        }

        assertThat(two).isBetween(9, 11);
    }

    @Test
    void discoveryClients_findInstances_andNameWhatWasAskedFor() {
        DiscoveryClient blocking = context.getBean(DiscoveryClient.class);
        ReactiveDiscoveryClient reactive = context.getBean(ReactiveDiscoveryClient.class);

        assertThat(blocking.getInstances("Orders")).singleElement().satisfies(each -> {
            assertThat(each.getUri()).hasPort(providers.get(0).getAddress().getPort());
            assertThat(each.getMetadata()).containsEntry("version", "1.0").containsEntry("weight", "100");
        });
        assertThat(reactive.getInstances("Orders").collectList().block()).isEqualTo(blocking.getInstances("Orders"));
        assertThat(blocking.getServices()).contains("Orders");
    }

    @Test
    void serviceRegistry_takesBackAndOffersAgain() {
        StardustServiceRegistry registry = context.getBean(StardustServiceRegistry.class);
        var registration = StardustRegistration.of(io.stardust.client.registry.Offer.of("Side", "http://*:4711"));

        registry.register(registration);
        Awaits.until("offered", () -> server.offered.containsKey("Side"));
        assertThat(registry.<String>getStatus(registration)).isEqualTo("UP");
        registry.setStatus(registration, "out_of_service");
        Awaits.until("taken back", () -> !server.offered.containsKey("Side"));
        assertThat(registry.<String>getStatus(registration)).isEqualTo("OUT_OF_SERVICE");
    }
}
