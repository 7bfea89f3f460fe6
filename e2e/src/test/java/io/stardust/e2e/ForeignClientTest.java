package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Agents that exist already, played by a script written from the protocol's description alone. */
class ForeignClientTest {
    /** Unknown nodes wait for a person; packages need a token. */
    @RegisterExtension
    static final World CLOSED = new World(Map.of("STARDUST_NODES_APPROVE", "manual"));

    /** Everybody is let in, and packages are there for all, as old agents expect. */
    @RegisterExtension
    static final World OPEN = new World(Map.of("STARDUST_NODES_APPROVE", "all", "STARDUST_FILES_PUBLIC", "true"));

    private static final Map<String, Integer> OLD_MODES =
            Map.of("standard", 2, "shadow", 0, "hosted", 1, "task", 3, "multiple", 4);
    private static final Map<String, Integer> NEW_MODES =
            Map.of("standard", 10, "shadow", 11, "hosted", 12, "task", 13, "multiple", 11);

    @Test
    void oldAgent_isServed_whenItSpeaksCamelCaseAndWaitsForApproval() throws Exception {
        Doc report = play(CLOSED, "old-camel", "3.6.2024.101", "2024-01-01T10:00:00", "camel");

        assertThat(report.yes("waited")).isTrue();
        assertServed(report, OLD_MODES);
        assertThat(report.number("pushed.anonymousStatus")).isIn(401L, 403L, 404L);
        assertThat(report.yes("pushed.anonymousMatches")).isFalse();
    }

    @Test
    void oldAgent_isServed_whenItSpeaksPascalCaseAndDownloadsWithoutToken() throws Exception {
        Doc report = play(OPEN, "old-pascal", "3.6.2023.1201", "2023-12-01T10:00:00", "pascal");

        assertThat(report.yes("waited")).isFalse();
        assertServed(report, OLD_MODES);
        assertThat(report.number("pushed.anonymousStatus")).isEqualTo(200);
        assertThat(report.yes("pushed.anonymousMatches")).isTrue();
    }

    @Test
    void newAgent_getsTheNewNumbers_whenItIsThreeTen() throws Exception {
        Doc report = play(OPEN, "new-pascal", "3.10.2026.0802", "2026-08-02T10:11:12", "pascal");

        assertServed(report, NEW_MODES);
    }

    private static void assertServed(Doc report, Map<String, Integer> modes) {
        assertThat(report.list("odd")).as("%s", report).isEmpty();
        // such agents wait one second for the first answer, which comes from a cold server, two for the next
        assertThat(report.number("firstLoginMs")).isLessThan(2000);
        assertThat(report.number("slowestLoginMs")).isLessThan(1000);
        assertThat(report.number("issued"))
                .as("code and secret are issued once")
                .isEqualTo(1);
        assertThat(report.yes("proofAccepted")).isTrue();
        assertThat(report.yes("wrongProof.token")).isFalse();
        assertThat(report.yes("wrongProof.secret")).isFalse();
        assertThat(report.number("withoutToken")).isEqualTo(401);
        assertThat(report.number("numbers.0")).isPositive();
        assertThat(report.number("numbers.1")).isPositive();
        assertThat(report.number("ping.Period")).isPositive();
        assertThat(report.number("ping.Time")).isPositive();
        assertThat(report.number("lowerCasePath")).isZero();
        assertThat(report.has("upgrade")).as("no upgrade").isFalse();
        assertThat(report.text("pong")).isEqualTo("Pong");
        assertThat(report.list("frames")).isNotEmpty().allSatisfy(frame -> {
            assertThat(frame.yes("final")).isTrue();
            assertThat(frame.yes("masked")).isFalse();
            assertThat(frame.number("length")).isLessThanOrEqualTo(65_536);
        });
        assertThat(report.list("commandKeys").stream().map(key -> String.valueOf(key.value())))
                .contains("Id", "Command", "Argument", "StartTime", "Expire", "Status");
        for (String way : List.of("pushed", "polled")) {
            assertThat(report.text(way + ".argument.DeployName")).isEqualTo("standard");
            assertThat(report.number(way + ".entries")).isEqualTo(1);
            assertThat(report.number(way + ".status")).isEqualTo(200);
            assertThat(report.yes(way + ".hashMatches")).isTrue();
            assertThat(report.number(way + ".reply")).isEqualTo(1);
            assertThat(report.number(way + ".events")).isEqualTo(2);
            assertThat(report.number(way + ".reported")).isZero();
        }
        assertThat(report.text("pushed.version")).isEqualTo("1");
        assertThat(report.text("polled.version")).isEqualTo("2");
        assertThat(report.list("afterReply").stream().map(id -> String.valueOf(id.value())))
                .doesNotContain(report.text("pushed.id"), report.text("polled.id"));
        modes.forEach((name, mode) -> assertThat(report.number("modes." + name))
                .as("mode of %s", name)
                .isEqualTo(mode.longValue()));
        assertThat(report.has("goodbye.Name")).isTrue();
    }

    /** Runs the script and does what a person would meanwhile; returns its report. */
    private static Doc play(World world, String name, String version, String compile, String casing) throws Exception {
        Map<String, String> options = Map.of(
                "server", world.server().address().toString(),
                "name", name,
                "version", version,
                "compile", compile,
                "casing", casing);
        Process script = new ProcessBuilder(
                        "node",
                        Samples.script("old-agent.mjs").toString(),
                        io.stardust.protocol.Json.PEOPLE.text(options))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Deploys deploys = world.deploys();
        long app = 0;
        try (BufferedReader lines = script.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Doc said = Doc.of(line.getBytes(StandardCharsets.UTF_8));
                switch (said.text("event")) {
                    case "waiting" -> approve(world, name);
                    case "socketOpen" -> app = publishFirst(world, deploys, name);
                    case "socketClosed" ->
                        deploys.rollOut(app, deploys.release(app, "2", Zips.sleeper(world.file("two.zip"), name)));
                    case "report" -> {
                        assertThat(said.text("failure")).isEmpty();
                        assertAnswered(world, name, said);
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

    private static void approve(World world, String name) throws IOException {
        Doc node = Awaits.value(
                name + " waits in the queue",
                java.time.Duration.ofSeconds(10),
                () -> world.api().all("/nodes?status=waiting").stream()
                        .filter(waiting -> waiting.text("machineName").equals(name))
                        .findFirst()
                        .orElse(Doc.NONE),
                found -> found.has("id"));
        world.api().post("/nodes/" + node.number("id") + "/approve", Map.of("name", name));
    }

    /** One deployment of each mode on the node; the standard one is published. */
    private static long publishFirst(World world, Deploys deploys, String name) throws IOException {
        Doc node = world.api().all("/nodes").stream()
                .filter(one -> one.text("machineName").equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(node.yes("foreign")).isTrue();
        long standard = 0;
        for (String mode : List.of("shadow", "hosted", "task", "multiple", "standard")) {
            var settings = new HashMap<String, Object>();
            settings.put("mode", mode.equals("multiple") ? "shadow" : mode);
            settings.put("allowMultiple", mode.equals("multiple"));
            // deployments of several nodes here would share a name
            long app = deploys.deployment(mode + "-" + name, settings);
            world.api()
                    .post(
                            "/deployments/" + app + "/placements",
                            Map.of("nodeId", node.number("id"), "deployName", mode));
            Path zip = Zips.sleeper(world.file(mode + ".zip"), mode + name);
            deploys.rollOut(app, deploys.release(app, "1", zip));
            standard = app;
        }
        return standard;
    }

    private static void assertAnswered(World world, String name, Doc report) throws IOException {
        long node = world.api().all("/nodes").stream()
                .filter(one -> one.text("machineName").equals(name))
                .findFirst()
                .orElseThrow()
                .number("id");
        List<Doc> commands = world.api().all("/nodes/" + node + "/commands");
        for (String way : List.of("pushed", "polled")) {
            Doc answered = commands.stream()
                    .filter(command -> command.number("id") == report.number(way + ".id"))
                    .findFirst()
                    .orElseThrow();
            assertThat(answered.text("status")).isEqualTo("done");
            assertThat(answered.text("result")).isEqualTo("成功");
        }
    }
}
