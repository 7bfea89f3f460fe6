package io.stardust.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServicesTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestNode node;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        node = TestNode.enrolled(server, "web1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void upload_isKeptAsObserved_theNewestListAlone() {
        upload(List.of(Map.of("Name", "old", "Enable", true)));
        Reply count = upload(List.of(
                Map.of("Name", "cron", "FileName", "cron.sh", "Enable", true, "Mode", 13, "State", "done", "Pid", 7),
                Map.of("Name", "web", "Enable", false, "Mode", 0, "Environments", "SECRET=s3cret")));

        Reply shown = services();

        assertThat(count.number("data")).isEqualTo(2);
        assertThat(shown.text("items.0.name")).isEqualTo("cron");
        assertThat(shown.text("items.0.mode")).isEqualTo("task");
        assertThat(shown.text("items.0.state")).isEqualTo("done");
        assertThat(shown.number("items.0.pid")).isEqualTo(7);
        assertThat(shown.text("items.1.mode")).isEqualTo("shadow");
        assertThat(shown.at("items.1.enabled")).isEqualTo(false);
        assertThat(shown.at("items.1.state")).isNull();
        assertThat(shown.at("items.2")).isNull();
        assertThat(String.valueOf(shown.body())).doesNotContain("s3cret");
        assertThat(server.api("GET", "/deployments", null).at("items.0")).isNull();
    }

    @Test
    void adopt_makesADeploymentOfIt_placedUnderItsName() {
        upload(List.of(Map.of(
                "Name",
                "cron",
                "FileName",
                "cron.sh",
                "Enable",
                true,
                "Mode",
                10,
                "WorkingDirectory",
                "/srv/cron",
                "Port",
                7000,
                "MaxMemory",
                64,
                "UserName",
                "www")));
        String path = "/nodes/" + node.id() + "/local-services/adopt";

        Reply adopted = server.api(
                "POST", path, Map.of("service", "cron", "deployment", Map.of("name", "cron-jobs", "arguments", "-v")));
        Reply made = server.api("GET", "/deployments/" + adopted.number("deploymentId"), null);
        Reply again = server.api("POST", path, Map.of("service", "cron", "deployment", Map.of("name", "other")));
        Reply unknown = server.api("POST", path, Map.of("service", "nope"));

        assertThat(adopted.status()).as(String.valueOf(adopted.body())).isEqualTo(201);
        assertThat(adopted.text("deployName")).isEqualTo("cron");
        assertThat(made.text("name")).isEqualTo("cron-jobs");
        assertThat(made.text("fileName")).isEqualTo("cron.sh");
        assertThat(made.text("arguments")).isEqualTo("-v");
        assertThat(made.text("workingDirectory")).isEqualTo("/srv/cron");
        assertThat(made.text("userName")).isEqualTo("www");
        assertThat(made.text("mode")).isEqualTo("standard");
        assertThat(made.number("port")).isEqualTo(7000);
        assertThat(made.number("maxMemory")).isEqualTo(64);
        assertThat(again.status()).isEqualTo(409);
        assertThat(server.api("GET", "/deployments?name=other", null).at("items.0"))
                .isNull();
        assertThat(unknown.status()).isEqualTo(404);
    }

    @Test
    void upload_neverTouchesWhatThePlatformOwns() {
        long deployment =
                server.api("POST", "/deployments", Map.of("name", "web")).number("id");
        Reply placement = server.api("POST", "/deployments/" + deployment + "/placements", Map.of("nodeId", node.id()));
        Reply before = server.api("GET", "/placements?node=" + node.id(), null);

        upload(List.of()); // an agent that has not heard of it yet
        upload(List.of(Map.of("Name", "web", "FileName", "other.sh", "Enable", false)));

        assertThat(server.api("GET", "/placements?node=" + node.id(), null).body())
                .isEqualTo(before.body());
        assertThat(services().number("items.0.placementId")).isEqualTo(placement.number("id"));
        assertThat(services().at("items.0.shadowed")).isEqualTo(true);
    }

    @Test
    void upload_isBounded() {
        List<Map<String, Object>> many = new ArrayList<>();
        for (int i = 0; i < 501; i++) many.add(Map.of("Name", "s" + i));

        assertThat(server.link("/Deploy/Upload", many, node.token).code()).isEqualTo(400);
        assertThat(services().at("items.0")).isNull();
    }

    @Test
    void services_goWithTheirNode() {
        upload(List.of(Map.of("Name", "cron")));
        long id = node.id();

        server.api("DELETE", "/nodes/" + id, null);

        assertThat(server.api("GET", "/nodes/" + id + "/local-services", null).status())
                .isEqualTo(404);
    }

    private Reply upload(List<Map<String, Object>> services) {
        return server.link("/Deploy/Upload", services, node.token);
    }

    private Reply services() {
        return server.api("GET", "/nodes/" + node.id() + "/local-services", null);
    }
}
