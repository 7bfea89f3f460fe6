package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.e2e.CommandLine.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a person types, from signing in to a rollback, and how it ends when it cannot be done. */
class CommandLineTest {
    @RegisterExtension
    static final World WORLD = new World();

    @TempDir
    Path folder;

    @BeforeAll
    static void startAgent() throws IOException {
        WORLD.awaitOnline(WORLD.agent("typed"));
    }

    @Test
    void publish_bringsAZipToAnAnswer_andRollbackTheOneBefore() throws IOException {
        CommandLine cli = signedIn();
        int port = Http.freePort();
        cli.run("deploy", "create", "typed-hello", "--port", String.valueOf(port))
                .ok();

        Said first = publish(cli, "1.0").ok();
        Http.awaitAnswer(port, "/", "hello 1.0");
        publish(cli, "2.0").ok();
        Http.awaitAnswer(port, "/", "hello 2.0");
        Said back = cli.run("deploy", "rollback", "typed-hello").ok();
        Http.awaitAnswer(port, "/", "hello 1.0");

        assertThat(first.out()).startsWith("typed-hello 1.0 runs on 1 node (");
        assertThat(first.err().lines())
                .anyMatch(line -> line.startsWith("uploading hello-1.0.zip: "))
                .contains("typed: queued")
                .anyMatch(line -> line.startsWith("typed: unpacked, "))
                .anyMatch(line -> line.startsWith("typed: ready"));
        assertThat(back.out()).startsWith("typed-hello 1.0 runs on 1 node");
        assertThat(cli.run("deploy", "status", "typed-hello").ok().out())
                .containsPattern("typed-hello +typed +running 1\\.0 +running +1\\.0 +[0-9]+ ");
        assertThat(cli.run("deploy", "output", "typed-hello", "--lines", "50")
                        .ok()
                        .out())
                .contains("hello 1.0 listens on port " + port);
        assertThat(cli.run("deploy", "history", "typed-hello", "-o", "json")
                        .ok()
                        .out())
                .contains("\"step\": \"ready\"", "\"durationMs\"");
    }

    @Test
    void rollout_isListedPausedResumedRevertedAndCancelled() throws IOException {
        CommandLine cli = signedIn();
        int one = Http.freePort();
        int two = Http.freePort();
        cli.run("deploy", "create", "typed-steps", "--port", String.valueOf(one))
                .ok();
        steps(cli, "1.0", "--node", "typed").ok();
        String port = String.valueOf(two);
        cli.run("deploy", "place", "typed-steps", "typed", "--deploy-name", "typed-two", "--port", port)
                .ok();
        cli.run("deploy", "publish", "typed-steps").ok();
        Http.awaitAnswer(two, "/", "hello 1.0");

        steps(cli, "2.0", "--batch", "1", "--pause", "1h", "--no-wait").ok();
        String id = newest(cli);
        Http.awaitAnswer(one, "/", "hello 2.0");
        Said paused = cli.run("rollout", "pause", id).ok();
        Said shown = cli.run("rollout", "show", id).ok();
        cli.run("rollout", "resume", id).ok();
        Http.awaitAnswer(two, "/", "hello 2.0");
        Said reverted = cli.run("rollout", "revert", id, "--yes").ok();

        assertThat(paused.out()).contains("rollout #" + id + " is paused");
        assertThat(shown.out())
                .containsPattern("status +paused")
                .containsPattern("1 +typed +2\\.0 +ready")
                .containsPattern("2 +typed +2\\.0 +planned");
        assertThat(reverted.out()).startsWith("typed-steps 1.0 runs on 2 nodes");
        Http.awaitAnswer(one, "/", "hello 1.0");
        assertThat(cli.run("rollout", "list", "typed-steps", "--status", "reverted")
                        .ok()
                        .out())
                .containsPattern(id + " +typed-steps +publish +2\\.0 +reverted");

        cli.run("deploy", "publish", "typed-steps", "--at", "in 1h", "--no-wait")
                .ok();
        String later = newest(cli);
        assertThat(cli.run("rollout", "cancel", later).ok().out()).contains("rollout #" + later + " is cancelled");
        assertThat(cli.run("rollout", "resume", later).exit()).isEqualTo(5);
    }

    @Test
    void override_changesAPlacement_andTakesItBack() throws IOException {
        CommandLine cli = signedIn();
        int usual = Http.freePort();
        int other = Http.freePort();
        cli.run("deploy", "create", "typed-own", "--port", String.valueOf(usual))
                .ok();
        String zip = Samples.hello("1.0").toString();
        cli.run("deploy", "publish", "typed-own", "--file", zip, "--node", "typed")
                .ok();

        cli.run("deploy", "override", "typed-own", "--node", "typed", "--port", String.valueOf(other))
                .ok();
        Http.awaitAnswer(other, "/", "hello 1.0");
        cli.run("deploy", "override", "typed-own", "--clear", "port").ok();
        Http.awaitAnswer(usual, "/", "hello 1.0");

        assertThat(cli.run("deploy", "override", "typed-own").exit()).isEqualTo(2);
        assertThat(cli.run("deploy", "override", "typed-own", "--clear", "prot").err())
                .contains("clear: prot", "port");
    }

    @Test
    void node_isLabelledAndMoved() throws IOException {
        CommandLine cli = signedIn();
        WORLD.awaitOnline(WORLD.agent("roaming"));
        cli.run("project", "create", "typed-project").ok();

        cli.run("node", "label", "roaming", "zone=east", "role=web").ok();
        Said left = cli.run("node", "label", "roaming", "role-", "rack=4").ok();
        cli.run("node", "move", "roaming", "typed-project").ok();

        assertThat(left.out()).contains("node roaming has {rack=4, zone=east}");
        assertThat(cli.run("node", "list", "--project", "typed-project", "--label", "zone=east")
                        .ok()
                        .out())
                .contains("roaming");
        assertThat(cli.run("node", "list", "--label", "role=web").ok().out()).doesNotContain("roaming");
        assertThat(cli.run("node", "label", "roaming", "zone").exit()).isEqualTo(2);
    }

    private static Said steps(CommandLine cli, String version, String... words) throws IOException {
        var all = new ArrayList<>(List.of("deploy", "publish", "typed-steps"));
        all.addAll(List.of("--file", Samples.hello(version).toString(), "--version", version));
        all.addAll(List.of(words));
        return cli.run(all.toArray(String[]::new));
    }

    private static String newest(CommandLine cli) throws IOException {
        String list =
                cli.run("rollout", "list", "typed-steps", "--limit", "1").ok().out();
        return list.lines().skip(1).findFirst().orElseThrow().split(" ", 2)[0];
    }

    @Test
    void publish_endsWith1_andSaysWhy_whenThereIsNothingToStart() throws IOException {
        CommandLine cli = signedIn();
        Path zip = Zips.readme(folder.resolve("nothing.zip"));

        Said said = cli.run("deploy", "publish", "typed-bad", "--file", zip.toString(), "--node", "typed", "--create");

        assertThat(said.exit()).as("%s", said).isEqualTo(1);
        assertThat(said.err()).contains("nothing to start").contains("typed: failed");
        assertThat(said.out()).isEmpty();
    }

    @Test
    void exitCodes_sayWhatWentWrong() throws IOException {
        CommandLine cli = signedIn();
        cli.run("app", "create", "typed-app").ok();

        assertThat(cli.run("app", "create", "typed-app").exit()).isEqualTo(5);
        assertThat(cli.run("app", "show", "no-such-app").exit()).isEqualTo(4);
        assertThat(cli.run("deploy", "create", "typed port", "--port", "70000").exit())
                .isEqualTo(2);
        assertThat(cli.run("deploy", "publish", "typed-none").exit()).isEqualTo(4);

        var stranger = new CommandLine(folder.resolve("stranger"), Map.of("STARDUST_URL", url()));
        assertThat(stranger.run("node", "list").exit()).isEqualTo(3);
        assertThat(stranger.runWith("wrong\n", "login", "--password-stdin").exit())
                .isEqualTo(3);
        var bad = new CommandLine(folder.resolve("bad"), Map.of("STARDUST_URL", url(), "STARDUST_TOKEN", "sd_api_no"));
        assertThat(bad.run("node", "list").exit()).isEqualTo(3);
    }

    @Test
    void login_isKeptForItsOwnerAlone_andEndsWithLogout() throws IOException {
        CommandLine cli = signedIn();
        Path file = folder.resolve("me/login/credentials.json");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(cli.run("whoami").ok().out()).contains("admin", url());
        String saved = Files.readString(file);

        cli.run("logout").ok();

        assertThat(cli.run("whoami").exit()).isEqualTo(3);
        Files.writeString(file, saved);
        assertThat(cli.run("whoami").exit())
                .as("the server has ended the session too")
                .isEqualTo(3);
    }

    @Test
    void token_isPrintedAlone_andWorksUntilItIsRevoked() throws IOException {
        CommandLine cli = signedIn();

        String token = cli.run("token", "create", "--kind", "api", "--name", "typed-ci")
                .ok()
                .out()
                .strip();
        WORLD.secrets().add(token);
        var ci = new CommandLine(folder.resolve("ci"), Map.of("STARDUST_URL", url(), "STARDUST_TOKEN", token));

        assertThat(token).matches("sd_api_[A-Za-z0-9_-]{43}");
        assertThat(ci.run("node", "show", "typed").ok().out()).contains("online");
        cli.run("token", "revoke", "typed-ci").ok();
        assertThat(ci.run("node", "list").exit()).isEqualTo(3);
    }

    private CommandLine signedIn() throws IOException {
        var cli = new CommandLine(folder.resolve("me"), Map.of("STARDUST_URL", url()));
        cli.runWith(ServerProcess.PASSWORD + "\n", "login", "--password-stdin").ok();
        return cli;
    }

    private static Said publish(CommandLine cli, String version) throws IOException {
        String zip = Samples.hello(version).toString();
        return cli.run("deploy", "publish", "typed-hello", "--file", zip, "--version", version, "--node", "typed");
    }

    private static String url() {
        return WORLD.server().address().toString();
    }
}
