package io.stardust.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.cli.PretendServer;
import io.stardust.cli.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceCommandsTest {
    @TempDir
    Path home;

    private static Map<String, Object> service(int id, String name, int shown, long protectedSince) {
        Map<String, Object> service = new HashMap<>();
        service.put("id", id);
        service.put("projectId", 1);
        service.put("name", name);
        service.put("enabled", true);
        service.put("scoped", false);
        service.put("singleton", false);
        service.put("extranet", false);
        service.put("providers", 2);
        service.put("shown", shown);
        service.put("consumers", 1);
        service.put("protectedSince", protectedSince);
        service.put("healthIgnored", false);
        service.put("revision", 3);
        service.put("createdAt", 1);
        return service;
    }

    private static Map<String, Object> provider(int id, String client, boolean healthy) {
        Map<String, Object> provider = new HashMap<>();
        provider.put("id", id);
        provider.put("serviceId", 1);
        provider.put("service", "orders");
        provider.put("appId", 1);
        provider.put("app", "shop");
        provider.put("client", client);
        provider.put("address", "http://10.0.0.1:80");
        provider.put("weight", 50);
        provider.put("ownWeight", 100);
        provider.put("enabled", true);
        provider.put("draining", false);
        provider.put("healthy", healthy);
        provider.put("silent", false);
        provider.put("shown", healthy);
        provider.put("revision", 8);
        provider.put("createdAt", 1);
        provider.put("updatedAt", 1);
        return provider;
    }

    private static PretendServer server() throws IOException {
        return new PretendServer()
                .withList(
                        "/services",
                        service(1, "orders", 2, 0),
                        service(2, "stock", 2, 1_767_225_540_000L), // a minute before the terminal's now
                        service(3, "pay", 0, 0))
                .withList("/projects", Map.of("id", 1, "name", "store", "revision", 1, "createdAt", 1))
                .withList("/services/1/providers", provider(5, "10.0.0.1@12", true), provider(6, "10.0.0.2@9", false))
                .with("/services/1/providers/5", provider(5, "10.0.0.1@12", true))
                .with("/services/1", service(1, "orders", 2, 0));
    }

    @Test
    void list_putsFirstWhatNobodyProvides() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "service", "list")).isZero();

            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("pay", "no provider", "0/2"),
                            line -> assertThat(line).contains("stock", "protected"),
                            line -> assertThat(line).contains("orders", "store", "available", "2/2"));
        }
    }

    @Test
    void providers_areSearchedByTheServer() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "service", "providers", "orders", "-q", "web1"))
                    .isZero();

            assertThat(server.requests()).anyMatch(request -> request.contains("/services/1/providers?q=web1"));
        }
    }

    @Test
    void show_saysWhySilentProvidersAreKept() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "service", "show", "stock")).isZero();

            assertThat(cli.out()).contains("for 1 min: providers that stopped responding together are kept");
        }
    }

    @Test
    void providers_areListedFailuresFirst() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "service", "providers", "orders", "--wide")).isZero();

            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("10.0.0.2@9", "unhealthy"),
                            line -> assertThat(line).contains("10.0.0.1@12", "available", "50"));
        }
    }

    @Test
    void aProvider_isMeantByItsInstance_andAServiceWhenNoneIsNamed() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "service", "weight", "orders", "10.0.0.1@12", "50"))
                    .isZero();
            assertThat(cli.run("", "service", "weight", "orders", "#5", "own")).isZero();
            assertThat(cli.run("", "service", "drain", "orders", "10.0.0.1@12", "--off"))
                    .isZero();
            assertThat(cli.run("", "service", "disable", "orders", "10.0.0.1@12"))
                    .isZero();
            assertThat(cli.run("", "service", "disable", "orders")).isZero();

            assertThat(cli.out())
                    .isEqualTo("weight of 10.0.0.1@12 is 50\n".repeat(2)
                            + "10.0.0.1@12 receives calls again\n10.0.0.1@12 disabled\nservice orders disabled\n");
            assertThat(server.requests().stream().filter(one -> one.startsWith("PATCH")))
                    .containsExactly(
                            "PATCH /services/1/providers/5",
                            "PATCH /services/1/providers/5",
                            "PATCH /services/1/providers/5",
                            "PATCH /services/1/providers/5",
                            "PATCH /services/1");
        }
    }

    @Test
    void weight_isToldAsItWasSet_whileTheProviderDrains() throws IOException {
        try (var server = server()) {
            Map<String, Object> draining = provider(5, "10.0.0.1@12", true);
            draining.put("draining", true);
            draining.put("weight", 0);
            server.with("/services/1/providers/5", draining);
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "service", "weight", "orders", "10.0.0.1@12", "20"))
                    .isZero();
            assertThat(cli.run("", "service", "weight", "orders", "10.0.0.1@12", "own"))
                    .isZero();

            assertThat(cli.out().lines())
                    .containsExactly(
                            "weight of 10.0.0.1@12 is 20, after draining",
                            "weight of 10.0.0.1@12 is 100, after draining");
        }
    }

    @Test
    void weight_isRefused_whenItIsNone() throws IOException {
        try (var server = server()) {
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "service", "weight", "orders", "10.0.0.1@12", "heavy"))
                    .isEqualTo(2);
            assertThat(cli.run("", "service", "weight", "orders", "10.0.0.9@1", "5"))
                    .isEqualTo(4);

            assertThat(cli.err()).contains("next: stardust service providers orders");
        }
    }

    @Test
    void graph_joinsCallersAndProviders_withWhatNobodyProvidesFirst() throws IOException {
        try (var server = server()) {
            server.with(
                    "/services/graph",
                    Map.of(
                            "items",
                            List.of(
                                    line("asks", "web", "orders", 1),
                                    line("provides", "shop", "orders", 1),
                                    line("asks", "web", "pay", 3)),
                            "more",
                            false));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "service", "graph")).isZero();

            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("web x2", "pay", "no provider"),
                            line -> assertThat(line).contains("web x2", "orders", "shop x2"));
        }
    }

    private static Map<String, Object> line(String kind, String app, String service, int id) {
        return Map.of(
                "kind", kind, "appId", app.hashCode(), "app", app, "serviceId", id, "service", service, "instances", 2);
    }
}
