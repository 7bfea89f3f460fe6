package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Apps with SDKs that exist already, played by a script written from the protocol's description alone: each in its
 * manner logs in, offers a service and asks for it, obeys commands, outlives a kill of the server without another
 * login, and says who it is by OAuth.
 */
class ForeignAppTest {
    /** Unknown apps are let in, and a token is renewed by each heartbeat, since little of its life is left at once. */
    @RegisterExtension
    static final World WORLD = new World(Map.of("STARDUST_APPS_APPROVE", "all", "STARDUST_TOKENS_EXPIRE", "600"));

    @ParameterizedTest
    @ValueSource(strings = {"python", "js", "asp"})
    void sdk_isServed_whenItComesWithoutASecretAtEachStart(String manner) throws Exception {
        Doc report = play(manner, manner + "Demo", "");

        assertServed(report, manner);
        assertThat(report.number("issued")).as("one secret, told once").isEqualTo(1);
        assertThat(report.number("second")).as("its next start").isZero();
        if (manner.equals("python")) assertThat(report.yes("blankClient")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"go", "php", "java"})
    void sdk_isServed_whenItHasTheSecretOfAKey(String manner) throws Exception {
        Doc report = play(manner, manner + "Demo", key(manner + "Demo"));

        assertServed(report, manner);
        assertThat(report.number("issued")).isZero();
        assertThat(report.yes("secondSecret")).isFalse();
    }

    @Test
    void dotNet_isServed_whenItKeepsTheSecretOfItsFirstLoginAndProvesIt() throws Exception {
        Doc report = play("dotNet", "dotNetDemo", "");

        assertServed(report, "dotNet");
        assertThat(report.number("issued")).isEqualTo(1);
        assertThat(report.number("second")).as("by the proof").isZero();
        assertThat(report.number("backAgain")).isZero();
    }

    @Test
    void dotNet_isServed_whenItWasCompiledBefore2025() throws Exception {
        Doc report = play("oldDotNet", "elder", key("elder"));

        assertServed(report, "oldDotNet");
        assertThat(report.number("backAgain")).isZero();
    }

    @Test
    void oldClient_isServed_whenItsTokenComesByOAuthAndItsPasswordIsNew() throws Exception {
        String password = "of the old server";
        Doc report = play("oauth", "oauthDemo", password);

        assertServed(report, "oauth");
        assertThat(report.text("registered")).as("of /App/Register").isEqualTo("oauthDemo");
    }

    @Test
    void starAgent_isMetAsAnApp_withoutASecret_andOffersNothing() throws Exception {
        Doc report = play("starAgent", "StarAgent", "");

        assertMet(report);
        assertThat(report.number("issued")).isZero();
        assertThat(report.number("second")).isZero();
        assertThat(report.number("offer")).isEqualTo(403);
        assertThat(report.number("foundAfterRestart")).isZero();
    }

    @Test
    void page_logsInFromAnotherOrigin() throws Exception {
        Doc report = play("browser", "page", key("page"));

        assertThat(report.list("odd")).as("%s", report).isEmpty();
        assertThat(report.number("preflight.0")).isIn(200L, 204L);
        assertThat(report.text("preflight.1")).isEqualTo("*");
        assertThat(report.text("preflight.2")).contains("content-type");
        assertThat(report.text("preflight.3")).contains("POST");
        assertThat(report.number("first")).isZero();
        assertThat(report.yes("token")).isTrue();
    }

    private static void assertServed(Doc report, String manner) {
        assertMet(report);
        assertServices(report);
        assertThat(report.text("user.Name")).isNotEmpty();
        assertThat(report.number("user.Id")).isPositive();
        if (!manner.equals("oauth")) assertThat(report.number("oauth")).isZero();
        assertThat(report.number("refreshed")).isZero();
        assertThat(report.number("afterRefresh")).isZero();
        assertThat(report.number("wrongPassword")).isEqualTo(403);
    }

    private static void assertMet(Doc report) {
        assertThat(report.list("odd")).as("%s", report).isEmpty();
        assertThat(report.number("withoutToken")).isEqualTo(401);
        assertThat(report.has("first") && report.number("first") == 0).isTrue();
        // such clients wait one second for the first answer, which comes from a cold server, two for the next
        assertThat(report.number("firstLoginMs")).isLessThan(2000);
        assertThat(report.number("slowestLoginMs")).isLessThan(1000);
        assertThat(report.number("ping.Period")).isPositive();
        assertThat(report.number("renewed")).as("tokens by heartbeats").isPositive();
        assertThat(report.text("pong")).isEqualTo("Pong");
        assertThat(report.list("frames")).isNotEmpty().allSatisfy(frame -> {
            assertThat(frame.yes("final")).isTrue();
            assertThat(frame.yes("masked")).isFalse();
            assertThat(frame.number("length")).isLessThanOrEqualTo(65_536);
        });
        for (String way : List.of("pushed", "polled")) {
            assertThat(report.number(way + ".id")).isPositive();
            assertThat(report.number(way + ".reply")).isEqualTo(1);
            assertThat(report.number(way + ".again")).as("an unknown id").isZero();
        }
        assertThat(report.yes("repeated")).isFalse();
        assertThat(report.number("events")).isEqualTo(2);
        assertThat(report.has("afterRestart") && report.number("afterRestart") == 0)
                .isTrue();
        assertThat(report.has("heldAfterRestart") && report.number("heldAfterRestart") == 0)
                .isTrue();
        assertThat(report.text("goodbye.Name")).isNotEmpty();
        assertThat(report.number("afterLogout")).isEqualTo(401);
    }

    private static void assertServices(Doc report) {
        assertThat(report.text("offered.Address"))
                .isEqualTo("http://10.0.0.7:5000,http://10.0.0.8:5000,tcp://10.0.0.7:5001,tcp://10.0.0.8:5001");
        assertThat(report.text("offered.Client")).isEqualTo(report.text("client"));
        assertThat(report.list("found")).as("1.10 is newer than 1.9").hasSize(1);
        assertThat(report.text("found.0.Address")).isEqualTo(report.text("offered.Address"));
        assertThat(report.number("older")).isZero();
        assertThat(report.number("other")).isZero();
        assertThat(report.list("nobody")).isEmpty();
        assertThat(report.yes("unchanged")).isTrue();
        assertThat(report.text("toldOf")).isEqualTo(report.text("offered.ServiceName"));
        assertThat(report.number("foundAfterRestart")).isEqualTo(1);
        assertThat(report.text("withdrawn.ServiceName")).isEqualTo(report.text("offered.ServiceName"));
        assertThat(report.number("gone")).isZero();
        assertThat(report.has("withdrawnAgain")).isFalse();
    }

    /** The secret of an app that somebody makes. */
    private static String key(String app) throws IOException {
        long id = WORLD.api().post("/apps", Map.of("name", app, "projectId", 1)).number("id");
        Doc key = WORLD.api().post("/apps/" + id + "/keys", Map.of("name", "of its settings"));
        return key.text("secret");
    }

    /** Runs the script and does what a person, or a power cut, would meanwhile; returns its report. */
    private static Doc play(String manner, String name, String secret) throws Exception {
        var options = new HashMap<String, String>();
        options.put("server", WORLD.server().address().toString());
        options.put("manner", manner);
        options.put("name", name);
        options.put("secret", secret);
        if (!secret.isEmpty()) WORLD.secrets().add(secret);
        Process script = new ProcessBuilder("node", Samples.script("app.mjs").toString(), Json.PEOPLE.text(options))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = script.inputReader(StandardCharsets.UTF_8);
                Writer answers = script.outputWriter(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Doc said = Doc.of(line.getBytes(StandardCharsets.UTF_8));
                switch (said.text("event")) {
                    case "secret" -> WORLD.secrets().add(said.text("secret"));
                    case "socketOpen" -> command(name, "through the channel");
                    case "socketClosed" -> command(name, "by the heartbeat");
                    case "restart" -> {
                        WORLD.server().jvm().kill();
                        WORLD.server().start();
                        answers.write("started\n");
                        answers.flush();
                    }
                    case "report" -> {
                        assertThat(said.text("failure")).as("%s", said).isEmpty();
                        return said;
                    }
                    default -> throw new AssertionError("the script says " + line);
                }
            }
            throw new AssertionError("the script ended without a report");
        } finally {
            script.destroyForcibly();
        }
    }

    /** Sends a command to all instances of an app; what came of it is in the script's report. */
    private static void command(String name, String argument) throws IOException {
        long app = WORLD.api().all("/apps?q=" + name).stream()
                .filter(one -> one.text("name").equals(name))
                .findFirst()
                .orElseThrow()
                .number("id");
        WORLD.api().post("/apps/" + app + "/commands", Map.of("command", "orders/Count", "argument", argument));
    }
}
