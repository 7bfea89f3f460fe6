package io.stardust.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Guest;
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

class PoliciesTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestNode node;
    private String commands;
    private String policy;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        node = TestNode.enrolled(server, "web1");
        commands = "/nodes/" + node.id() + "/commands";
        policy = "/nodes/" + node.id() + "/command-policy";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply order(String command) {
        return server.api("POST", commands, Map.of("command", command));
    }

    @Test
    void defaults_letDeployAndTheAgentsLifeThrough_butNoShellAndNoReboot() {
        for (String command : List.of(
                "deploy/publish", "Node/Restart", "node/upgrade", "node/setchannel", "node/synctime", "file/tail")) {
            assertThat(order(command).status()).as(command).isEqualTo(201);
        }
        for (String command : List.of("bash", "CMD", "node/reboot", "framework/install", "node/restart2")) {
            assertThat(order(command).status()).as(command).isEqualTo(403);
        }
        assertThat(order("bash").text("detail"))
                .isEqualTo(
                        "command: bash is not allowed on node web1 (expected: shell true in the command policy of the"
                                + " node, its project or the platform; the default says no)");
        assertThat(order("node/reboot").text("detail"))
                .contains("(expected: one of the command policy's of the default: deploy/*, ");
    }

    @Test
    void narrowest_thatSaysSomething_holds() {
        server.api("PUT", "/command-policy", Map.of("shell", true, "commands", List.of("*")));
        assertThat(order("bash").status()).isEqualTo(201);
        assertThat(order("anything/else").status()).isEqualTo(201);

        server.api("PUT", "/projects/1/command-policy", Map.of("shell", false));
        assertThat(order("bash").status()).isEqualTo(403);
        assertThat(order("anything/else").status()).isEqualTo(201);

        Reply put = server.api("PUT", policy, Map.of("shell", true, "commands", List.of("Deploy/*")));
        assertThat(put.at("effectiveCommands")).isEqualTo(List.of("deploy/*"));
        assertThat(put.text("shellFrom")).isEqualTo("node");
        assertThat(order("bash").status()).isEqualTo(201);
        assertThat(order("anything/else").status()).isEqualTo(403);

        server.api("PUT", policy, Map.of());
        assertThat(order("bash").status()).isEqualTo(403);
        Reply seen = server.api("GET", policy, null);
        assertThat(seen.at("shell")).isNull();
        assertThat(seen.at("effectiveShell")).isEqualTo(false);
        assertThat(seen.text("shellFrom")).isEqualTo("project");
        assertThat(seen.text("commandsFrom")).isEqualTo("platform");
    }

    @Test
    void policy_outlivesARestart_andGoesWithItsNode() {
        server.api("PUT", policy, Map.of("shell", true));
        server.restart();
        node.login(null);
        assertThat(order("bash").status()).isEqualTo(201);

        server.api("DELETE", "/nodes/" + node.id(), null);
        assertThat(server.api("GET", "/changes?kind=node.commandPolicy", null).number("items.0.id"))
                .isPositive();
    }

    @Test
    void refusal_isRecorded_withWhoAndWhat() {
        order("bash");
        order("node/reboot");

        Reply refused = server.api("GET", "/changes?kind=node.commandRefused", null);
        assertThat(refused.text("items.0.actor")).contains("anna");
        assertThat(String.valueOf(refused.body())).contains("node/reboot", "bash");
    }

    @Test
    void order_isRecordedBeforeAndAfter_withoutSecrets() {
        server.allowEveryCommand();
        long id = server.api("POST", commands, Map.of("command", "bash", "argument", "login --password hunter22 -v"))
                .number("id");
        String printed = "token=abcdef1234 ok " + "x".repeat(2_000);
        server.link("/Node/CommandReply", Map.of("Id", id, "Status", 2, "Data", printed), node.token);
        server.link("/Node/CommandReply", Map.of("Id", id, "Status", 2, "Data", "again"), node.token);

        String recorded = String.valueOf(
                server.api("GET", "/changes?subject=command:" + id, null).body());
        assertThat(recorded)
                .contains("command.created", "command.finished", "node:" + node.id() + " web1", "token=*** ok")
                .doesNotContain("hunter22", "abcdef1234", "again", "x".repeat(600));
        assertThat(server.api("GET", "/commands/" + id, null).text("result")).startsWith("token=abcdef1234");
    }

    @Test
    void tailedFile_isNotKeptInTheRecord() {
        long id = server.api("POST", commands, Map.of("command", "file/tail", "argument", "{\"path\":\"apps/a.log\"}"))
                .number("id");
        server.link("/Node/CommandReply", Map.of("Id", id, "Status", 2, "Data", "customer 4711 paid"), node.token);

        assertThat(String.valueOf(server.api("GET", "/changes?subject=command:" + id, null)
                        .body()))
                .contains("apps/a.log", "18 characters")
                .doesNotContain("4711");
    }

    @Test
    void machineFace_holdsToThePolicyToo() {
        Map<String, Object> wish = Map.of("Code", String.valueOf(node.code), "Command", "bash", "Argument", "id");

        Reply refused = server.link("/Node/SendCommand", wish, server.admin);
        server.api("PUT", policy, Map.of("shell", true));
        Reply sent = server.link("/Node/SendCommand", wish, server.admin);

        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.text("message")).contains("command: bash is not allowed");
        assertThat(sent.code()).isZero();
    }

    @Test
    void policy_isTheAdminsToSay() {
        Guest operator = server.guest("shop", "operator");
        Guest admin = server.guest("bank", "admin");
        String ofShop = "/projects/" + operator.project() + "/command-policy";

        assertThat(server.api("GET", ofShop, null, operator.token()).status()).isEqualTo(200);
        assertThat(server.api("PUT", ofShop, Map.of("shell", true), operator.token())
                        .status())
                .isEqualTo(403);
        assertThat(server.api("PUT", ofShop, Map.of("shell", true), admin.token())
                        .status())
                .isEqualTo(404);
        assertThat(server.api("PUT", "/command-policy", Map.of("shell", true), admin.token())
                        .status())
                .isEqualTo(403);
        assertThat(server.api("PUT", "/projects/" + admin.project() + "/command-policy", Map.of(), admin.token())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void policy_saysWhatItWants() {
        assertThat(server.api("PUT", policy, Map.of("commands", List.of("rm -rf")))
                        .text("detail"))
                .isEqualTo("commands: rm -rf (expected: names such as node/restart or deploy/*)");
        String settings = "/nodes/" + node.id() + "/agent-settings";
        assertThat(server.api("PUT", settings, Map.of("newServer", "deploy.example"))
                        .text("detail"))
                .contains("newServer: deploy.example (expected: an address such as");
        assertThat(server.api("PUT", settings, Map.of("syncSeconds", 3)).text("detail"))
                .isEqualTo("syncSeconds: 3 (expected: 0, or 10–86400)");
    }

    @Test
    void heartbeat_carriesWhereToMoveAndHowOftenToSetTheClock() {
        Reply before = node.ping();
        server.api("PUT", "/agent-settings", Map.of("newServer", "https://b.example:6600", "syncSeconds", 600));
        Reply all = node.ping();
        Map<String, Object> nowhere = new HashMap<>(Map.of("newServer", ""));
        server.api("PUT", "/nodes/" + node.id() + "/agent-settings", nowhere);
        Reply stays = node.ping();

        assertThat(before.at("data.NewServer")).isNull();
        assertThat(before.number("data.SyncTime")).isZero();
        assertThat(all.text("data.NewServer")).isEqualTo("https://b.example:6600");
        assertThat(all.number("data.SyncTime")).isEqualTo(600);
        assertThat(stays.at("data.NewServer")).isNull();
        assertThat(stays.number("data.SyncTime")).isEqualTo(600);
    }
}
