package io.stardust.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferedServicesTest {
    private static final Map<String, Object> ORDERS =
            Map.of("name", "Orders", "port", 9090, "scheme", "https", "tags", List.of("blue", "eu"), "health", "/up");

    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply create(List<?> services) {
        return server.api("POST", "/deployments", Map.of("name", "orders", "port", 8080, "services", services));
    }

    @Test
    void services_areKept_andToldToTheAgent() {
        TestNode node = TestNode.enrolled(server, "web1");
        long deployment = create(List.of(ORDERS, Map.of("name", "Admin"))).number("id");
        deploys.placement(deployment, node);
        deploys.publish(deployment, deploys.release(deployment, "1"));

        server.restart();
        Reply read = server.api("GET", "/deployments/" + deployment, null);
        Reply wanted = deploys.wanted(node);

        assertThat(read.text("services.0.tags.1")).isEqualTo("eu");
        assertThat(read.text("services.1.name")).isEqualTo("Admin");
        assertThat(wanted.text("data.0.Services.0.Tag")).isEqualTo("blue,eu");
        assertThat(wanted.number("data.0.Services.0.Port")).isEqualTo(9090);
        assertThat(wanted.number("data.0.Services.1.Port")).isZero();
    }

    @Test
    void services_areCleared_byAnEmptyList_andStayWhenNotNamed() {
        Reply made = create(List.of(ORDERS));
        long id = made.number("id");

        Reply other = server.patch("/deployments/" + id, Map.of("arguments", "-v"), made.number("revision"));
        Reply none = server.patch("/deployments/" + id, Map.of("services", List.of()), other.number("revision"));

        assertThat(other.text("services.0.name")).isEqualTo("Orders");
        assertThat(none.at("services")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"name,'a b'", "port,70000", "scheme,'Http:'", "health,'ftp://x'", "tags,'a,b'"})
    void services_areRefused_whenAFieldIsWrong(String field, String value) {
        Map<String, Object> wrong = new HashMap<>(ORDERS);
        wrong.put(
                field,
                switch (field) {
                    case "port" -> Integer.valueOf(value);
                    case "tags" -> List.of(value);
                    default -> value;
                });

        Reply refused = create(List.of(wrong));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("detail")).contains("services.0." + field);
    }

    @Test
    void services_areRefused_whenOneIsThereTwice() {
        assertThat(create(List.of(ORDERS, ORDERS)).text("detail")).contains("Orders twice");
    }
}
