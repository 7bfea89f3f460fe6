package io.stardust.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRulesTest {
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
    void rules_nameAndLabelANodeThatComesIn_theMoreImportantFirst() {
        rule(Map.of("pattern", "10.0.*", "name", "any-{ip}", "labels", Map.of("zone", "x", "site", "home")));
        rule(Map.of("pattern", "10.0.0.0/24", "name", "web-{host}", "labels", Map.of("zone", "a"), "priority", 5));
        rule(Map.of("pattern", "192.0.2.1", "name", "never", "labels", Map.of("never", "1"), "priority", 9));

        TestNode node = TestNode.enrolled(server, "m1");
        var elsewhere = new TestNode(server, "m2");
        elsewhere.ip = "172.16.0.1";
        elsewhere.login(server.enrolToken(1));

        assertThat(node.view().text("node.name")).isEqualTo("web-m1");
        assertThat(node.view().at("node.labels")).isEqualTo(Map.of("zone", "a", "site", "home"));
        assertThat(elsewhere.view().text("node.name")).isEqualTo("m2");
        assertThat(server.api("GET", "/nodes?label=zone=a", null).text("items.0.name"))
                .isEqualTo("web-m1");
    }

    @Test
    void rules_leaveNodesOfOtherProjectsAlone() {
        var other = server.guest("other", "viewer");
        rule(Map.of("pattern", "*", "name", "default-{ip}"));

        TestNode node = TestNode.enrolled(server, "m1", other.project(), "4.0.0");

        assertThat(node.view().text("node.name")).isEqualTo("m1");
    }

    @Test
    void apply_changesTheNodesThatAreThere_andKeepsTheirOtherLabels() {
        TestNode node = TestNode.enrolled(server, "m1");
        server.api("PATCH", "/nodes/" + node.id(), Map.of("labels", Map.of("own", "1", "zone", "z")));
        long rule = rule(Map.of("pattern", "10.0.0.9", "name", "web-{ip}", "labels", Map.of("zone", "a")));

        Reply applied = server.api("POST", "/node-rules/" + rule + "/apply", null);
        Reply again = server.api("POST", "/node-rules/" + rule + "/apply", null);

        assertThat(applied.number("matched")).isEqualTo(1);
        assertThat(applied.number("changed")).isEqualTo(1);
        assertThat(again.number("changed")).isZero();
        assertThat(node.view().text("node.name")).isEqualTo("web-10.0.0.9");
        assertThat(node.view().at("node.labels")).isEqualTo(Map.of("own", "1", "zone", "a"));
    }

    @Test
    void rules_areEditedAndRemoved_andTheChangesAreKept() {
        long id = rule(Map.of("pattern", "10.0.*", "name", "a"));

        Reply edited = server.patch("/node-rules/" + id, Map.of("name", "", "priority", 3), 1);
        Reply outdated = server.patch("/node-rules/" + id, Map.of("priority", 4), 1);
        Reply shown = server.api("GET", "/node-rules/" + id, null);
        Reply found = server.api("GET", "/node-rules?q=10.0", null);
        Reply none = server.api("GET", "/node-rules?q=10%250", null);
        int deleted = server.api("DELETE", "/node-rules/" + id, null).status();

        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.at("name")).isNull();
        assertThat(outdated.status()).isEqualTo(412);
        assertThat(shown.number("priority")).isEqualTo(3);
        assertThat(shown.text("pattern")).isEqualTo("10.0.*");
        assertThat(found.number("items.0.id")).isEqualTo(id);
        assertThat(none.at("items.0")).isNull();
        assertThat(deleted).isEqualTo(204);
        assertThat(server.api("GET", "/node-rules", null).at("items.0")).isNull();
        assertThat(server.api("GET", "/changes?kind=nodeRule.*", null).text("items.0.kind"))
                .isEqualTo("nodeRule.deleted");
    }

    @Test
    void rules_areRefused_whenTheyDoNotHold() {
        Map<String, Object> bad = new HashMap<>();
        bad.put("pattern", "web*");
        bad.put("labels", Map.of("a b", "c"));
        bad.put("priority", 1_001);
        bad.put("name", "x".repeat(101));
        bad.forEach((field, value) -> {
            Map<String, Object> body = new HashMap<>(Map.of("pattern", "*"));
            body.put(field, value);
            Reply reply = server.api("POST", "/node-rules", body);
            assertThat(reply.status()).as(field).isEqualTo(400);
            assertThat(reply.text("detail")).contains(field);
        });
        assertThat(server.api("POST", "/node-rules", Map.of("name", "x")).text("detail"))
                .contains("pattern: missing");
    }

    @Test
    void rules_areMadeByAdminsOfTheProjectOnly() {
        var operator = server.guest("shop", "operator");

        Reply reply = server.api(
                "POST", "/node-rules", Map.of("pattern", "*", "projectId", operator.project()), operator.token());

        assertThat(reply.status()).isEqualTo(403);
        assertThat(List.of(200, 404))
                .contains(
                        server.api("GET", "/node-rules", null, operator.token()).status());
    }

    private long rule(Map<String, Object> body) {
        Reply reply = server.api("POST", "/node-rules", body);
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(201);
        return reply.number("id");
    }
}
