package io.stardust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void names_areOfEachKindThatVerbsTake_andOfNoOther() throws IOException {
        try (var server = new PretendServer()) {
            for (String kind : List.of("apps", "deployments", "nodes", "projects", "services")) {
                server.withList("/" + kind, Map.of("name", "of-" + kind));
                var cli = new Recorded(home, server.environment());

                assertThat(cli.run("", "names", kind)).isZero();

                assertThat(cli.out().lines()).containsExactly("of-" + kind);
            }
            var cli = new Recorded(home, server.environment());
            assertThat(cli.run("", "names", "users")).isEqualTo(2);
        }
    }

    /** The script as bash runs it, in place of the program a function that says what it is asked. */
    @Test
    void completion_asksForTheNamesThatAVerbTakes() throws Exception {
        var cli = new Recorded(home, Map.of());
        assertThat(cli.run("", "completion")).isZero();
        Path script = Files.writeString(home.resolve("completion"), cli.out());

        assertThat(asked(script, "app show")).isEqualTo("apps");
        assertThat(asked(script, "app key revoke")).isEqualTo("apps");
        assertThat(asked(script, "app list")).isEmpty();
        assertThat(asked(script, "app key")).isEmpty();
        assertThat(asked(script, "deploy list --app")).isEqualTo("apps");
        assertThat(asked(script, "grant create shop")).isEqualTo("apps");
        assertThat(asked(script, "service drain")).isEqualTo("services");
        assertThat(asked(script, "service graph")).isEmpty();
        assertThat(asked(script, "project edit")).isEqualTo("projects");
        assertThat(asked(script, "node show")).isEqualTo("nodes");
        assertThat(asked(script, "deploy publish")).isEqualTo("deployments");
    }

    private static String asked(Path script, String words) throws Exception {
        String ask = """
                source "$1"
                stardust() { [[ $1 != names ]] || echo "$2"; }
                COMP_WORDS=(stardust $2 '')
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _complete_stardust() { COMPREPLY=(); }
                _stardust_with_names
                echo "${COMPREPLY[*]}"
                """;
        Process bash = new ProcessBuilder("bash", "-c", ask, "bash", script.toString(), words)
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void names_areSilent_whenNoServerAnswers() {
        var cli = new Recorded(home, Map.of("STARDUST_URL", "http://127.0.0.1:1", "STARDUST_TOKEN", "sd_api_x"));

        assertThat(cli.run("", "names", "nodes")).isEqualTo(6);
        assertThat(cli.out() + cli.err()).isEmpty();
    }
}
