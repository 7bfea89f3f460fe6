package io.stardust.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Guest;
import io.stardust.server.ServerUnderTest.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodesTest {
    @TempDir
    Path data;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void list_isPagedById() {
        for (int i = 0; i < 5; i++) TestNode.enrolled(server, "web" + i);

        List<String> names = new ArrayList<>();
        long cursor = 0;
        int pages = 0;
        do {
            Reply page = server.api("GET", "/nodes?limit=2&cursor=" + cursor, null);
            for (int i = 0; page.at("items." + i) != null; i++) names.add(page.text("items." + i + ".name"));
            cursor = page.at("next") == null ? 0 : page.number("next");
            pages++;
        } while (cursor != 0);

        assertThat(pages).isEqualTo(3);
        assertThat(names).containsExactly("web0", "web1", "web2", "web3", "web4");
    }

    @Test
    void list_showsTheStatusAskedFor() {
        TestNode online = TestNode.enrolled(server, "on");
        TestNode offline = TestNode.enrolled(server, "off");
        server.link("/Node/Logout", null, offline.token);
        TestNode disabled = TestNode.enrolled(server, "dis");
        server.api("PATCH", "/nodes/" + disabled.id(), Map.of("enabled", false));
        new TestNode(server, "wait").login(null);

        assertThat(online.ping().code()).isZero();
        Map<String, String> names = Map.of("online", "on", "offline", "off", "disabled", "dis", "waiting", "wait");
        for (String status : names.keySet()) {
            Reply page = server.api("GET", "/nodes?status=" + status, null);
            assertThat(page.text("items.0.name")).isEqualTo(names.get(status));
            assertThat(page.text("items.0.status")).isEqualTo(status);
            assertThat(page.at("items.1")).isNull();
        }
        assertThat(server.api("GET", "/nodes?status=dead", null).status()).isEqualTo(400);
    }

    @Test
    void list_findsByPartOfAName_andTakesWildcardsLiterally() {
        TestNode.enrolled(server, "Front-1");
        TestNode.enrolled(server, "back_1");

        assertThat(server.api("GET", "/nodes?q=front", null).text("items.0.name"))
                .isEqualTo("Front-1");
        assertThat(server.api("GET", "/nodes?q=k_1", null).text("items.0.name")).isEqualTo("back_1");
        assertThat(server.api("GET", "/nodes?q=t_1", null).at("items.0")).isNull();
        assertThat(server.api("GET", "/nodes?q=%25", null).at("items.0")).isNull();
    }

    @Test
    void edit_changesWhatIsNamedOnly_andNeedsTheRevisionSeen() {
        long id = TestNode.enrolled(server, "web1").id();

        Reply labelled = server.patch("/nodes/" + id, Map.of("labels", Map.of("zone", "a")), 1);
        Reply outdated = server.patch("/nodes/" + id, Map.of("name", "x"), 1);
        Reply renamed = server.patch("/nodes/" + id, Map.of("name", "front"), labelled.number("revision"));

        assertThat(labelled.status()).isEqualTo(200);
        assertThat(outdated.status()).isEqualTo(412);
        assertThat(renamed.text("name")).isEqualTo("front");
        assertThat(renamed.text("labels.zone")).isEqualTo("a");
        assertThat(renamed.number("revision")).isEqualTo(3);
    }

    @Test
    void edit_namesTheFieldAndWhatWasExpected_whenItIsOutOfBounds() {
        long id = TestNode.enrolled(server, "web1").id();
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i <= Nodes.LABELS; i++) many.put("k" + i, "v");
        List<Map<String, Object>> bodies = List.of(
                Map.of("name", ""),
                Map.of("name", "x".repeat(101)),
                Map.of("name", "a\nb"),
                Map.of("labels", many),
                Map.of("labels", Map.of("", "v")),
                Map.of("labels", Map.of("a b", "v")),
                Map.of("labels", Map.of("a", "v".repeat(201))),
                Map.of("projectId", 99),
                Map.of("colour", "red"));

        for (Map<String, Object> body : bodies) {
            Reply reply = server.api("PATCH", "/nodes/" + id, body);
            assertThat(reply.status()).as(body.toString()).isEqualTo(400);
            assertThat(reply.text("detail")).contains(body.keySet().iterator().next());
        }
    }

    private long placed(TestNode node, String name) {
        long deployment =
                server.api("POST", "/deployments", Map.of("name", name)).number("id");
        return server.api("POST", "/deployments/" + deployment + "/placements", Map.of("nodeId", node.id()))
                .number("id");
    }

    @Test
    void delete_isRefused_whileSomethingIsPlacedThere() {
        TestNode node = TestNode.enrolled(server, "web1");
        placed(node, "shop");

        Reply alone = server.api("DELETE", "/nodes/" + node.id(), null);
        Reply many = server.api("POST", "/nodes/bulk", Map.of("ids", List.of(node.id()), "act", "delete"));

        assertThat(alone.status()).isEqualTo(409);
        assertThat(alone.text("detail")).contains("placements: 1 on node web1", "stopped");
        assertThat(many.number("done")).isZero();
        assertThat(node.view().text("node.status")).isEqualTo("online");
    }

    @Test
    void delete_forgetsAtOnce_whenItIsForcedAndTheNodeIsGone() {
        TestNode node = TestNode.enrolled(server, "web1");
        long id = node.id();
        long placement = placed(node, "shop");
        server.link("/Node/Logout", null, node.token);

        assertThat(server.api("DELETE", "/nodes/" + id + "?force=true", null).status())
                .isEqualTo(204);

        assertThat(server.api("GET", "/nodes/" + id, null).status()).isEqualTo(404);
        assertThat(server.api("GET", "/placements/" + placement, null).status()).isEqualTo(404);
    }

    @Test
    void list_showsWhatNodesUse_whileTheyAreThere() {
        TestNode node = TestNode.enrolled(server, "web1");
        node.ping();

        Reply there = server.api("GET", "/nodes", null);
        server.link("/Node/Logout", null, node.token);

        assertThat(there.number("items.0.load.memory")).isEqualTo(1024);
        assertThat(server.api("GET", "/nodes", null).at("items.0.load")).isNull();
    }

    @Test
    void delete_endsTheNodesTokens() {
        TestNode node = TestNode.enrolled(server, "web1");
        long id = node.id();

        int deleted = server.api("DELETE", "/nodes/" + id, null).status();

        assertThat(deleted).isEqualTo(204);
        assertThat(node.ping().code()).isEqualTo(401);
        assertThat(server.api("GET", "/nodes/" + id, null).status()).isEqualTo(404);
    }

    @Test
    void node_isNotThere_forAStrangerOfAnotherProject() {
        Guest mine = server.guest("mine", "admin");
        Guest theirs = server.guest("theirs", "admin");
        TestNode node = TestNode.enrolled(server, "web1", theirs.project(), "4.0.0");
        String path = "/nodes/" + node.id();

        assertThat(server.api("GET", "/nodes", null, mine.token()).at("items.0"))
                .isNull();
        assertThat(server.api("GET", path, null, mine.token()).status()).isEqualTo(404);
        assertThat(server.api("GET", path + "/events", null, mine.token()).status())
                .isEqualTo(404);
        assertThat(server.api("GET", path + "/commands", null, mine.token()).status())
                .isEqualTo(404);
        assertThat(server.api("PATCH", path, Map.of("name", "x"), mine.token()).status())
                .isEqualTo(404);
        assertThat(server.api("POST", path + "/approve", Map.of(), mine.token()).status())
                .isEqualTo(404);
        assertThat(server.api("POST", path + "/commands", Map.of("command", "x"), mine.token())
                        .status())
                .isEqualTo(404);
        assertThat(server.api("DELETE", path, null, mine.token()).status()).isEqualTo(404);
        assertThat(server.api("GET", path, null, theirs.token()).status()).isEqualTo(200);
    }

    @Test
    void edit_isDenied_toAViewerOfTheProject() {
        Guest viewer = server.guest("mine", "viewer");
        TestNode node = TestNode.enrolled(server, "web1", viewer.project(), "4.0.0");

        assertThat(server.api("PATCH", "/nodes/" + node.id(), Map.of("name", "x"), viewer.token())
                        .status())
                .isEqualTo(403);
        assertThat(server.api("GET", "/nodes/" + node.id(), null, viewer.token())
                        .status())
                .isEqualTo(200);
    }
}
