package io.stardust.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused at the edit, before an agent stops anything for it. */
class NeighboursTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode node;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        node = TestNode.enrolled(server, "web1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private long made(String name, Map<String, Object> fields) {
        Map<String, Object> all = new HashMap<>(fields);
        all.put("name", name);
        Reply made = server.api("POST", "/deployments", all);
        assertThat(made.status()).as(String.valueOf(made.body())).isEqualTo(201);
        return made.number("id");
    }

    private Reply place(long deployment, Map<String, Object> overrides) {
        Map<String, Object> all = new HashMap<>(overrides);
        all.put("nodeId", node.id());
        return server.api("POST", "/deployments/" + deployment + "/placements", all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arguments | a \"b",
                "arguments | it's",
                "reloadCommand | sh -c 'x",
                "fileName | sh run.sh",
                "fileName | java -jar app.jar",
                "fileName | ../../etc/passwd",
                "fileName | bin/",
                "userName | no such user!",
                "userName | -x",
                "userName | a:b",
                "workingDirectory | /etc",
                "workingDirectory | /etc/shop",
                "workingDirectory | /",
                "workingDirectory | /srv/../etc",
                "workingDirectory | /usr/bin",
                "workingDirectory | /home",
                "workingDirectory | C:\\Windows\\System32",
                "workingDirectory | c:/",
            })
    void edit_isRefused_whenNoAgentCouldDoIt(String field, String value) {
        long id = made("shop", Map.of());
        long placement = place(id, Map.of()).number("id");

        Reply created = server.api("POST", "/deployments", Map.of("name", "other", field, value));
        Reply edited = server.api("PATCH", "/deployments/" + id, Map.of(field, value));

        for (Reply refused : List.of(created, edited)) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("detail")).startsWith(field + ": ").contains("expected: ");
        }
        if (field.equals("reloadCommand")) return;
        assertThat(server.api("PATCH", "/placements/" + placement, Map.of(field, value))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void fields_areTaken_whenTheyMayBeRight() {
        Map<String, Object> fields = Map.of(
                "arguments", "--color '红 色' \"a b\"",
                "fileName", "bin/my app.sh",
                "userName", "DOMAIN\\shop user",
                "workingDirectory", "/usr/local/shop",
                "reloadCommand", "nginx -s reload");

        made("shop", fields);
        made("two", Map.of("userName", "www-data", "workingDirectory", "../apps/店", "fileName", "/usr/bin/java"));
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/shop, /srv/shop/",
        "/srv/shop, /srv/./x/../shop",
        "/srv/shop, /srv/shop/data",
        "/srv/shop/data, /srv/shop",
        "../apps/one, ../apps/one",
        "'', ../apps/one",
        "'', ../apps/one/sub",
    })
    void folder_ofAnotherApp_isRefused_whereverItIsSaid(String first, String second) {
        long one = made("one", first.isEmpty() ? Map.of() : Map.of("workingDirectory", first));
        place(one, Map.of());
        long two = made("two", Map.of());
        long three = made("three", Map.of("workingDirectory", second));

        Reply placed = place(three, Map.of());
        Reply overridden = place(two, Map.of("workingDirectory", second));
        long placement = place(two, Map.of()).number("id");
        Reply edited = server.api("PATCH", "/deployments/" + two, Map.of("workingDirectory", second));
        Reply override = server.api("PATCH", "/placements/" + placement, Map.of("workingDirectory", second));
        Reply published = server.api(
                "POST",
                "/rollouts",
                Map.of("deploymentId", three, "releaseId", deploys.release(three, "1"), "nodeIds", List.of(node.id())));

        for (Reply refused : List.of(placed, overridden, edited, override, published)) {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("detail"))
                    .contains("workingDirectory: ", "web1", "placement one of deployment one");
        }
    }

    @Test
    void folder_ofALocalService_isRefused() {
        List<Map<String, Object>> services =
                List.of(Map.of("Name", "cron", "Enable", true, "WorkingDirectory", "/srv/cron", "Port", 7000));
        server.link("/Deploy/Upload", services, node.token);

        Reply folder = place(made("one", Map.of("workingDirectory", "/srv/cron")), Map.of());
        Reply port = place(made("two", Map.of("port", 7000)), Map.of());

        assertThat(folder.text("detail")).contains("local service cron");
        assertThat(port.text("detail")).contains("local service cron");
    }

    @Test
    void folder_outsideTheAgents_isRefused() {
        Reply refused = place(made("one", Map.of("workingDirectory", "../../x")), Map.of());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("expected: ../apps/NAME");
    }

    @Test
    void port_ofAnotherApp_isRefused_unlessThatIsOff() {
        long one = made("one", Map.of("port", 8080));
        long first = place(one, Map.of()).number("id");
        long two = made("two", Map.of("port", 8080));

        Reply refused = place(two, Map.of());
        Reply elsewhere = place(two, Map.of("port", 8081));
        Reply back = server.api("PATCH", "/placements/" + elsewhere.number("id"), Map.of("port", 0));
        server.api("PATCH", "/placements/" + first, Map.of("enabled", false));
        Reply free = server.api("PATCH", "/placements/" + elsewhere.number("id"), Map.of("port", 0));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("port: 8080", "web1", "deployment one");
        assertThat(elsewhere.status()).isEqualTo(201);
        assertThat(back.status()).isEqualTo(409);
        assertThat(free.status()).isEqualTo(200);
    }

    @Test
    void port_thatTwoHaveFromBefore_isWarnedOf_inThePlanAndAtThePublish() throws SQLException {
        long one = made("one", Map.of("port", 8080));
        place(one, Map.of());
        long two = made("two", Map.of());
        long placement = place(two, Map.of()).number("id");
        deploys.publish(one, deploys.release(one, "1"));
        long release = deploys.release(two, "1");
        // as a server wrote it that did not look yet
        try (Connection db = TestDatabase.connect(data);
                Statement sql = db.createStatement()) {
            sql.execute("update placement set port = 8080 where id = " + placement);
        }

        Reply plan = server.api("POST", "/rollouts/plan", Map.of("deploymentId", two, "releaseId", release));
        Reply published = deploys.publish(two, release);

        String clash =
                "port 8080 is also that of placement one of deployment one on this node; give one of them another";
        assertThat(plan.at("nodes.0.warnings")).asInstanceOf(LIST).contains(clash);
        assertThat(published.at("warnings")).asInstanceOf(LIST).contains("web1: " + clash);
    }
}
