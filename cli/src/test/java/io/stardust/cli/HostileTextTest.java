package io.stardust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, reasons and output from machines that nobody trusts. */
class HostileTextTest {
    private static final String HARM =
            "x\u001b[31mred\u001b[2J\u001b]0;title\u0007\u001b]52;c;cm0=\u0007\u0000\u009b2J\u202e"
                    + "\u2066\r\nerror: forged";

    @TempDir
    Path home;

    private PretendServer server;

    @BeforeEach
    void answerWithHarm() throws IOException {
        server = new PretendServer();
        Map<String, Object> thing = thing();
        for (String kind : List.of("nodes", "deployments", "apps", "projects", "rollouts", "users", "releases")) {
            server.withList("/" + kind, thing).with("/" + kind + "/1", thing);
        }
        server.with("/nodes/1", Map.of("node", thing));
        for (String list : List.of("changes", "placements", "tokens", "sessions", "agent-releases", "node-rules")) {
            server.withList("/" + list, thing);
        }
        for (String list : List.of("placements", "releases", "history", "runs")) {
            server.withList("/deployments/1/" + list, thing);
        }
        server.withList("/rollouts/1/placements", thing)
                .withList("/nodes/1/commands", thing)
                .withList("/nodes/1/local-services", thing)
                .withList("/projects/1/members", thing)
                .withList("/projects/1/signing-keys", thing)
                .with("/placements/1/output", Map.of("text", HARM + "\n"))
                .with("/commands/1", thing)
                .with("/me", Map.of("id", 1, "name", HARM, "actor", HARM, "platform", true))
                .failing("/apps/1", 409, HARM);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, Object> thing() {
        Map<String, Object> thing = new HashMap<>();
        for (String field : List.of(
                "name displayName code status version osName ip machineName fileName arguments mode deployName nodeName",
                "deploymentName kind actor address subjectKind subjectId subjectName fromVersion toVersion state reason",
                "detail step result command createdBy note pausedWhy role channel platform pattern keyId publicKey",
                "source userAgent os arch")) {
            for (String one : field.split(" ")) thing.put(one, HARM);
        }
        for (String number : List.of("id", "deploymentId", "nodeId", "userId")) thing.put(number, 1);
        thing.put("enabled", true);
        thing.put("labels", Map.of());
        thing.put("desired", Map.of("state", HARM, "version", HARM));
        thing.put("observed", Map.of("state", HARM, "version", HARM, "reason", HARM, "reachable", true));
        return thing;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node list",
                "node show 1",
                "node local-services 1",
                "node rule list",
                "command list 1",
                "command show 1",
                "deploy list",
                "deploy show 1",
                "deploy status",
                "deploy releases 1",
                "deploy history 1",
                "deploy runs 1",
                "app list",
                "project list",
                "member list 1",
                "key list 1",
                "agent-release list",
                "changes",
                "changes --all",
                "whoami"
            })
    void tables_showNoEscape_andNoHarm(String verb) {
        var cli = new Recorded(home, server.environment());

        int exit = cli.run("", verb.split(" "));

        assertThat(exit).as(cli.err()).isZero();
        assertThat(cli.out()).contains("red").doesNotContain("\u001b");
        assertThat(Printable.isLines(cli.out())).isTrue();
        assertThat(cli.out().lines()).noneMatch(line -> line.startsWith("error:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"node list", "deploy show 1", "changes", "deploy output 1"})
    void json_saysAllOfIt_withoutHarm(String verb) {
        var cli = new Recorded(home, server.environment());

        assertThat(cli.run("", (verb + " -o json").split(" "))).isZero();

        assertThat(Printable.isLines(cli.out())).isTrue();
        assertThat(cli.out()).contains("\\u202e");
    }

    @Test
    void output_keepsColoursAlone() {
        var cli = new Recorded(home, server.environment());

        assertThat(cli.run("", "deploy", "output", "1")).as(cli.err()).isZero();

        assertThat(cli.out()).startsWith("x\u001b[31mred").endsWith("error: forged\u001b[0m\n");
        assertThat(Printable.isLines(cli.out().replaceAll("\u001b\\[[0-9;]*m", "")))
                .isTrue();
    }

    @Test
    void reasons_areOneLine() {
        var cli = new Recorded(home, server.environment());

        assertThat(cli.run("", "app", "show", "1")).isEqualTo(5);

        assertThat(Printable.isLines(cli.err())).isTrue();
        assertThat(cli.err().lines())
                .filteredOn(line -> line.startsWith("error:"))
                .hasSize(1);
    }
}
