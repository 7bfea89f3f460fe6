package io.stardust.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what with the config of an app, and that another person approves it; over HTTP. */
class ConfigRightsTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path data;

    private ServerUnderTest server;
    private String config;
    private String viewer;
    private String ann;
    private String ben;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        long app = server.api("POST", "/apps", Map.of("name", "orders", "projectId", 1))
                .number("id");
        config = "/apps/" + app + "/config";
        viewer = member("vera", "viewer");
        ann = member("ann", "operator");
        ben = member("ben", "operator");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String member(String name, String role) {
        long id = server.api("POST", "/users", Map.of("name", name, "password", PASSWORD))
                .number("user.id");
        server.api("PUT", "/projects/1/members/" + id, Map.of("role", role));
        return server.api("POST", "/sessions", Map.of("name", name, "password", PASSWORD), null)
                .text("token");
    }

    private int edit(String value, String who) {
        List<?> edits = List.of(Map.of("key", "a", "value", value));
        return server.api("POST", config + "/draft", Map.of("edits", edits), who)
                .status();
    }

    private Reply publish(Map<String, ?> body, String who) {
        return server.api("POST", config + "/releases", body, who);
    }

    private Reply approve(String who) {
        String draft = server.api("GET", config + "/approval", null).text("draft");
        return server.api("POST", config + "/approval", Map.of("draft", draft), who);
    }

    private void askForApprovals() {
        assertThat(server.api("PUT", "/projects/1/config-policy", Map.of("approval", true))
                        .at("approval"))
                .isEqualTo(true);
    }

    private static void refused(Reply reply, int status, String word) {
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(status);
        assertThat(reply.text("detail")).contains(word);
    }

    @Test
    void roles_decideWhoReadsEditsAndPublishes() {
        assertThat(edit("1", ann)).isEqualTo(200);
        assertThat(publish(Map.of(), ann).status()).isEqualTo(201);
        assertThat(edit("2", ann)).isEqualTo(200);

        Reply set = server.api("PUT", config + "/roles", Map.of("read", "operator", "publish", "admin"));
        assertThat(set.text("edit")).isEqualTo("operator");
        assertThat(set.text("publish")).isEqualTo("admin");

        for (String path : List.of("/items", "/effective", "/draft", "/diff?from=0", "/check")) {
            assertThat(server.api("GET", config + path, null, viewer).status())
                    .as(path)
                    .isEqualTo(403);
            assertThat(server.api("GET", config + path, null, ann).status())
                    .as(path)
                    .isEqualTo(200);
        }
        assertThat(server.api("GET", config, null, viewer).status()).isEqualTo(200);
        assertThat(server.api("GET", "/config/items?q=a", null, viewer).at("items"))
                .isEqualTo(List.of());
        assertThat(server.api("GET", "/config/items?q=a", null, ann).text("items.0.value"))
                .isEqualTo("1");
        assertThat(edit("3", ann)).isEqualTo(200);
        refused(publish(Map.of(), ann), 403, "admin");
        assertThat(server.api("POST", config + "/gray", Map.of("percent", 1), ann)
                        .status())
                .isEqualTo(403);
        assertThat(publish(
                                Map.of(),
                                server.api("POST", "/tokens", Map.of("kind", "api", "name", "x"))
                                        .text("token"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void reveal_isForThoseWhomTheRolesName() {
        List<?> edits = List.of(Map.of("key", "p", "type", "secret", "value", "s3cret"));
        publish(Map.of("edits", edits), ann);
        assertThat(server.api("POST", config + "/reveal", Map.of("key", "p"), ann)
                        .status())
                .isEqualTo(403);

        server.api("PUT", config + "/roles", Map.of("reveal", "operator"));

        assertThat(server.api("POST", config + "/reveal", Map.of("key", "p"), ann)
                        .text("value"))
                .isEqualTo("s3cret");
        assertThat(server.api("POST", config + "/reveal", Map.of("key", "p"), viewer)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void roles_areRefused_whenWhoActsWouldNotSee() {
        refused(server.api("PUT", config + "/roles", Map.of("read", "admin")), 400, "edit: operator");
        refused(server.api("PUT", config + "/roles", Map.of("edit", "viewer")), 400, "at least operator");
        assertThat(server.api("PUT", config + "/roles", Map.of("read", "operator"), ann)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void publish_needsAnotherPerson_whenTheProjectAsksForApprovals() {
        askForApprovals();
        edit("1", ann);
        refused(publish(Map.of(), ann), 409, "approval");
        refused(approve(ann), 403, "another person");

        Reply approved = approve(ben);
        assertThat(approved.at("required")).isEqualTo(true);
        assertThat(approved.text("approvedBy")).contains("ben");
        assertThat(approved.text("editors.0")).contains("ann");
        edit("2", ann);
        assertThat(server.api("GET", config + "/approval", null).at("approvedBy"))
                .as("an edit ends it")
                .isNull();
        refused(publish(Map.of(), ann), 409, "approval");

        assertThat(approve(ben).status()).isEqualTo(200);
        assertThat(publish(Map.of(), ann).number("number")).isEqualTo(1);
        refused(publish(Map.of("edits", List.of(Map.of("key", "b", "value", "1"))), ann), 409, "come along");
    }

    @Test
    void approve_isRefused_whenTheEditorComesByATokenOrTheDraftIsAnother() {
        askForApprovals();
        String token = server.api(
                        "POST", "/tokens", Map.of("kind", "api", "name", "ci", "project", 1, "role", "operator"), ann)
                .text("token");
        edit("1", token);
        refused(approve(ann), 403, "another person");
        String seen = server.api("GET", config + "/approval", null).text("draft");
        edit("2", token);
        refused(server.api("POST", config + "/approval", Map.of("draft", seen), ben), 409, "edited since");
        assertThat(server.api("POST", config + "/approval", Map.of(), ben).status())
                .isEqualTo(400);
        assertThat(approve(viewer).status()).isEqualTo(403);
    }

    @Test
    void rollback_needsAnotherPersonThanWhoPublishes() {
        edit("1", ann);
        publish(Map.of(), ann);
        edit("2", ann);
        publish(Map.of(), ann);
        askForApprovals();
        Map<String, ?> back = Map.of("number", 1);
        refused(publish(back, ann), 409, "release 1");
        server.api("POST", config + "/approval", back, ann);
        refused(publish(back, ann), 409, "another person");

        assertThat(publish(back, ben).status()).isEqualTo(201);
        refused(publish(Map.of("number", 2), ben), 409, "approval");
    }

    @Test
    void grayAndPlannedPublish_needTheApprovalToo() {
        askForApprovals();
        edit("1", ann);
        refused(server.api("POST", config + "/gray", Map.of("percent", 10), ann), 409, "approval");
        long at = server.clock.millis() + Duration.ofHours(1).toMillis();
        assertThat(publish(Map.of("at", at), ann).status()).isEqualTo(200);
        server.clock.advance(Duration.ofMinutes(61));
        ServerUnderTest.await(() -> server.api("GET", config, null).at("publishAt") == null);
        assertThat(server.api("GET", config, null).number("release")).isZero();

        approve(ben);
        assertThat(server.api("POST", config + "/gray", Map.of("percent", 10), ann)
                        .status())
                .isEqualTo(201);
        assertThat(server.api("POST", config + "/gray/promotion", Map.of(), ann).status())
                .as("what was approved was given already")
                .isEqualTo(201);
    }
}
