package io.stardust.cli.deploy;

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

class TrafficTest {
    @TempDir
    Path home;

    private static Map<String, Object> called(String client, int weight, double percent) {
        Map<String, Object> called = new HashMap<>();
        called.put("placementId", 1);
        called.put("client", client);
        called.put("serviceId", 1);
        called.put("service", "Orders");
        called.put("version", "2.0");
        called.put("ownWeight", 100);
        called.put("weight", weight);
        called.put("percent", percent);
        called.put("canary", false);
        called.put("leaving", false);
        called.put("waiting", 0);
        called.put("silent", List.of());
        return called;
    }

    @Test
    void traffic_saysWhoDrainsAndWhoHasNotAcknowledged() throws IOException {
        Map<String, Object> leaving = called("orders@web1", 0, 0);
        leaving.put("leaving", true);
        leaving.put("waiting", 5);
        leaving.put("silent", List.of("shop@10.0.0.1@7", "pay@10.0.0.2@9"));
        leaving.put("calls", 3);
        leaving.put("left", 12_300);
        Map<String, Object> canary = called("orders@web2", 22, 18);
        canary.put("canary", true);
        try (var server = new PretendServer()
                .withList("/deployments", Map.of("id", 7, "name", "orders", "revision", 1, "createdAt", 1))
                .withList(
                        "/deployments/7/traffic",
                        leaving,
                        canary,
                        called("orders@web3", 60, 50),
                        called("orders@web4", 100, 82))) {
            var cli = new Recorded(home, server.environment());

            int exit = cli.run("", "deploy", "traffic", "orders");

            assertThat(exit).as(cli.err()).isZero();
            assertThat(cli.out().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .contains("draining, 13 s at most", "shop@10.0.0.1@7, pay@10.0.0.2@9, 3 more", "3"),
                            line -> assertThat(line).contains("22", "18.0%", "canary"),
                            line -> assertThat(line).contains("60", "ramping up"),
                            line -> assertThat(line).contains("100", "full share"));
        }
    }
}
