package io.stardust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lists ask the server for, and how they show it. */
class ListsTest {
    @TempDir
    Path home;

    @Test
    void lists_askForFailuresFirst_unlessAnotherOrderIsNamed() throws IOException {
        try (var server = new PretendServer()) {
            server.withList("/nodes").withList("/deployments").withList("/placements");
            var cli = new Recorded(home, server.environment());

            cli.run("", "node", "list");
            cli.run("", "deploy", "list");
            cli.run("", "ps");
            cli.run("", "node", "ls", "--sort", "-name");

            assertThat(server.requests())
                    .containsExactly(
                            "GET /nodes?sort=status&limit=200",
                            "GET /deployments?sort=state&limit=200",
                            "GET /placements?sort=state&limit=200",
                            "GET /nodes?sort=-name&limit=200");
        }
    }

    @Test
    void changes_areALineForEachRequest_byNames_withoutSignIns() throws IOException {
        try (var server = new PretendServer()) {
            server.withList(
                    "/changes",
                    change(
                            5,
                            3,
                            "placement.published",
                            Map.of(
                                    "deploymentName",
                                    "shop",
                                    "nodeName",
                                    "web2",
                                    "fromVersion",
                                    "1.0",
                                    "toVersion",
                                    "1.1")),
                    change(
                            4,
                            3,
                            "placement.published",
                            Map.of(
                                    "deploymentName",
                                    "shop",
                                    "nodeName",
                                    "web1",
                                    "fromVersion",
                                    "1.0",
                                    "toVersion",
                                    "1.1")),
                    change(3, 3, "rollout.created", Map.of("deploymentName", "shop")),
                    change(2, 2, "node.updated", Map.of("subjectKind", "node", "subjectName", "web1")));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "changes")).isZero();

            assertThat(server.requests().getFirst()).contains("without=session");
            assertThat(cli.out().lines().skip(1))
                    .hasSize(2)
                    .first()
                    .asString()
                    .matches("3 .*  anna  .*  rollout created  shop 1.0 -> 1.1 on 2 nodes");
            assertThat(cli.out()).contains("node updated").contains("web1");
        }
    }

    @Test
    void changes_showEach_andSignInsToo_whenAllAreAskedFor() throws IOException {
        try (var server = new PretendServer()) {
            server.withList(
                    "/changes",
                    change(5, 3, "placement.published", Map.of()),
                    change(4, 3, "placement.published", Map.of()));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "changes", "--all")).isZero();
            assertThat(cli.run("", "changes", "--kind", "session.*")).isZero();

            assertThat(server.requests()).noneMatch(request -> request.contains("without"));
            assertThat(cli.out()).contains("5 ", "4 ");
        }
    }

    private static Map<String, Object> change(long id, long act, String kind, Map<String, String> names) {
        Map<String, Object> change = new java.util.HashMap<>(names);
        change.put("id", id);
        change.put("act", act);
        change.put("at", 1_767_225_600_000L);
        change.put("actor", "user:3 anna");
        change.put("kind", kind);
        return change;
    }

    @Test
    void names_areThoseAShellMayBeGiven() throws IOException {
        try (var server = new PretendServer()) {
            server.withList("/nodes", Map.of("name", "web1"), Map.of("name", "$(reboot)"), Map.of("name", "商店-2"));
            var cli = new Recorded(home, server.environment());

            assertThat(cli.run("", "names", "nodes")).isZero();

            assertThat(cli.out().lines()).containsExactly("web1", "商店-2");
        }
    }

    @Test
    void names_areSilent_whenNoServerAnswers() {
        var cli = new Recorded(home, Map.of("STARDUST_URL", "http://127.0.0.1:1", "STARDUST_TOKEN", "sd_api_x"));

        assertThat(cli.run("", "names", "nodes")).isEqualTo(6);
        assertThat(cli.out() + cli.err()).isEmpty();
    }
}
