package io.stardust.spring.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.stardust.client.AppServer;
import io.stardust.client.Stardust;
import io.stardust.client.balance.FairShare;
import io.stardust.client.link.Awaits;
import io.stardust.client.registry.Offer;
import io.stardust.protocol.registry.ServiceDelta;
import io.stardust.protocol.registry.ServiceModel;
import io.stardust.protocol.registry.ServiceState;
import io.stardust.spring.TestApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.loadbalancer.support.ServiceInstanceListSuppliers;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientException;

/** Calls by the name of a service, by each client that Spring has, in one real application. */
class LoadBalancedTest {
    @TempDir
    static Path folder;

    private static final List<HttpServer> PROVIDERS = new ArrayList<>();
    private static AppServer server; // made before the first test
    private static ConfigurableApplicationContext context; // likewise
    private static Stardust stardust; // likewise

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

        @Bean
        Beats beats() {
            return new Beats();
        }
    }

    /** Counts what a gateway would read its routes again for. */
    static final class Beats implements ApplicationListener<HeartbeatEvent> {
        final AtomicInteger heard = new AtomicInteger();

        @Override
        public void onApplicationEvent(HeartbeatEvent event) {
            heard.incrementAndGet();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        server = new AppServer();
        server.serviceToken = "t1";
        context = TestApp.start(Calls.class, server, folder, "--spring.main.web-application-type=none");
        stardust = context.getBean(Stardust.class);
        Awaits.until("the token", () -> stardust.serviceToken() != null);
        Awaits.until("the socket", () -> !server.fake.sockets.isEmpty());
    }

    @AfterAll
    static void stop() throws IOException {
        context.close();
        server.close();
        PROVIDERS.forEach(each -> each.stop(0));
    }

    /** Answers with its name and the tokens that it was shown. */
    private static String provider(String name) throws IOException {
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
        PROVIDERS.add(http);
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private static ServiceModel model(String service, long id, String address, int weight) {
        return new ServiceModel(
                service, null, "c" + id, "1.0", address, null, null, null, weight, null, null, id, "shop", null, null,
                null);
    }

    private static List<UnaryOperator<String>> clients() {
        RestClient rest = context.getBean(RestClient.Builder.class).build();
        RestTemplate template = context.getBean(RestTemplate.class);
        WebClient web = context.getBean(WebClient.Builder.class).build();
        return List.of(
                url -> Objects.requireNonNull(rest.get().uri(url).retrieve().body(String.class)),
                url -> Objects.requireNonNull(template.getForObject(url, String.class)),
                url -> Objects.requireNonNull(
                        web.get().uri(url).retrieve().bodyToMono(String.class).block()));
    }

    /** The server knows {@code models} as the providers of {@code service}. */
    private static void offered(String service, ServiceModel... models) {
        server.states.put(service, new ServiceState(service, 1, List.of(models), 0));
    }

    @Test
    void calls_goToTheProvider_withTheToken() throws IOException {
        offered("Orders", model("Orders", 1, provider("one"), 100));

        for (UnaryOperator<String> client : clients()) {
            assertThat(client.apply("http://Orders/x")).isEqualTo("one Bearer t1 null");
        }
    }

    @Test
    void token_travelsBeside_whatTheCallerAuthorizesItselfBy() throws IOException {
        offered("Bills", model("Bills", 1, provider("one"), 100));

        String said = context.getBean(RestClient.Builder.class)
                .build()
                .get()
                .uri("http://Bills/")
                .header("Authorization", "Basic abc")
                .retrieve()
                .body(String.class);

        assertThat(said).isEqualTo("one Basic abc t1");
    }

    @Test
    void calls_goElsewhere_asSoonAsItIsPushed() throws IOException {
        offered("Moved", model("Moved", 1, provider("one"), 100));
        List<UnaryOperator<String>> clients = clients();
        for (UnaryOperator<String> client : clients) {
            assertThat(client.apply("http://Moved/")).startsWith("one");
        }

        server.push(
                new ServiceDelta("Moved", 1, 2, List.of(model("Moved", 2, provider("two"), 100)), List.of(1L), false));

        Awaits.until(
                "the push", () -> stardust.registry().resolve("Moved").stream().allMatch(each -> each.id() == 2));
        for (UnaryOperator<String> client : clients) {
            assertThat(client.apply("http://Moved/")).startsWith("two");
        }
    }

    @Test
    void heartbeat_isPublished_whenProvidersAreOthers() throws IOException {
        Beats beats = context.getBean(Beats.class);
        offered("Beating", model("Beating", 1, "http://127.0.0.1:1", 100));
        context.getBean(DiscoveryClient.class).getInstances("Beating");
        Awaits.until("the first list", () -> beats.heard.get() > 0);
        beats.heard.set(0);

        server.push(new ServiceDelta(
                "Beating", 1, 2, List.of(model("Beating", 2, "http://127.0.0.1:2", 100)), List.of(), false));

        Awaits.until("the heartbeat", () -> beats.heard.get() > 0);
    }

    @Test
    void calls_areSharedByWeight() {
        offered(
                "Shared",
                model("Shared", 1, "http://127.0.0.1:1", 90),
                model("Shared", 2, "http://127.0.0.1:2", 10),
                model("Shared", 3, "http://127.0.0.1:3", 0));
        LoadBalancerClient balancer = context.getBean(LoadBalancerClient.class);

        int[] calls = new int[4];
        for (int i = 0; i < 5_000; i++) calls[balancer.choose("Shared").getPort()]++;

        assertThat(calls[2]).isBetween(400, 600);
        assertThat(calls[3]).isZero();
    }

    @Test
    void calls_spareWhoFails() throws IOException {
        String gone = provider("gone");
        PROVIDERS.remove(PROVIDERS.size() - 1).stop(0);
        offered("Failing", model("Failing", 1, provider("one"), 100), model("Failing", 2, gone, 100));

        for (UnaryOperator<String> client : clients()) {
            int failed = 0;
            for (int i = 0; i < 100; i++) {
                try {
                    assertThat(client.apply("http://Failing/")).startsWith("one");
                } catch (RestClientException | WebClientException e) {
                    failed++;
                }
            }
            assertThat(failed).isLessThan(20);
        }
    }

    @Test
    void balancer_takesInstancesOfOthers_whenASupplierBringsNoneOfOurs() {
        var other = new DefaultServiceInstance("x1", "Elsewhere", "10.0.0.1", 80, false);
        var balancer =
                new StardustLoadBalancer(ServiceInstanceListSuppliers.toProvider("Elsewhere", other), new FairShare());

        Response<ServiceInstance> chosen = Objects.requireNonNull(
                balancer.choose(new DefaultRequest<>("any")).block());

        assertThat(chosen.getServer()).isSameAs(other);
    }

    @Test
    void discoveryClients_findInstances_andNameWhatWasAskedFor() {
        offered("Found", model("Found", 1, "http://127.0.0.1:4711", 100));
        DiscoveryClient blocking = context.getBean(DiscoveryClient.class);
        ReactiveDiscoveryClient reactive = context.getBean(ReactiveDiscoveryClient.class);

        assertThat(blocking.getInstances("Found")).singleElement().satisfies(each -> {
            assertThat(each.getUri()).hasPort(4711);
            assertThat(each.getMetadata()).containsEntry("version", "1.0").containsEntry("weight", "100");
        });
        assertThat(reactive.getInstances("Found").collectList().block()).isEqualTo(blocking.getInstances("Found"));
        assertThat(blocking.getServices()).contains("Found");
        assertThat(reactive.getServices().collectList().block()).contains("Found");
    }

    @Test
    void serviceRegistry_takesBackAndOffersAgain() {
        StardustServiceRegistry registry = context.getBean(StardustServiceRegistry.class);
        var registration = StardustRegistration.of(Offer.of("Side", "http://*:4711"));

        registry.register(registration);
        Awaits.until("offered", () -> server.offered.containsKey("Side"));
        assertThat(registry.<String>getStatus(registration)).isEqualTo("UP");
        registry.setStatus(registration, "out_of_service");
        Awaits.until("taken back", () -> !server.offered.containsKey("Side"));
        assertThat(registry.<String>getStatus(registration)).isEqualTo("OUT_OF_SERVICE");
        registry.setStatus(registration, "up");
        Awaits.until("offered again", () -> server.offered.containsKey("Side"));
    }
}
