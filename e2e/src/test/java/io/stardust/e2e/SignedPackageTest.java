package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node that runs signed packages only, whatever its server says; and what travels to it. */
class SignedPackageTest {
    private static final int DATA = 1 << 20; // letters

    @RegisterExtension
    static final World WORLD = new World();

    private static CommandLine cli;
    private static Path key;
    private static AgentProcess agent;
    private static long node;

    @BeforeAll
    static void startStrictAgent() throws IOException {
        cli = new CommandLine(
                WORLD.file("cli"),
                Map.of(
                        "STARDUST_URL",
                        WORLD.server().address().toString(),
                        "STARDUST_TOKEN",
                        WORLD.api().token()));
        Files.createDirectories(WORLD.file("cli"));
        key = WORLD.file("cli").resolve("build.key");
        String publicKey = cli.run("key", "create", key.toString()).ok().out().strip();
        cli.run("key", "add", "default", key.toString()).ok();
        agent = WORLD.agent(
                "strict",
                WORLD.server().address(),
                WORLD.directory().resolve("strict"),
                Map.of("STARDUST_AGENT_PACKAGES_KEYS", publicKey, "STARDUST_AGENT_PACKAGES_REQUIRE_SIGNATURE", "true"));
        node = WORLD.awaitOnline(agent);
    }

    @Test
    void packages_runWhenTheyAreSigned_andOnlyThen_whateverTheServerAllows() throws IOException {
        Deploys deploys = WORLD.deploys();
        long app = deploys.deployment("sealed", Map.of());
        long placement = deploys.place(app, node);
        signed("sealed", "1", Zips.sleeper(WORLD.file("sealed-1.zip"), "1"));
        deploys.publishWell(app, release(app, "1"));
        long pid = agent.appPid("sealed");

        long unsigned = deploys.release(app, "2", Zips.sleeper(WORLD.file("sealed-2.zip"), "2"));
        Doc refused = deploys.publish(app, unsigned);

        assertThat(refused.text("status")).isEqualTo("failed");
        assertThat(refused.text("placements.0.reason")).contains("not signed", "packages.keys");
        deploys.awaitPid(placement, pid);

        cli.run("release", "sign", "sealed", "2", WORLD.file("sealed-2.zip").toString(), "--sign-key", key.toString())
                .ok();
        deploys.publishWell(app, unsigned);
        assertThat(agent.app("sealed").resolve("version.txt")).hasContent("2");
    }

    @Test
    void upgrade_fetchesOnlyWhatIsNew() throws IOException {
        Deploys deploys = WORLD.deploys();
        long app = deploys.deployment("light", Map.of());
        deploys.place(app, node);
        signed("light", "1", app("1"));
        deploys.publishWell(app, release(app, "1"));
        Path second = app("2");
        signed("light", "2", second);

        Doc rollout = deploys.publishWell(app, release(app, "2"));

        List<Doc> steps = deploys.steps(app, rollout.number("id"));
        assertThat(steps.stream()
                        .filter(step -> step.text("step").equals("downloaded"))
                        .map(step -> step.text("detail")))
                .singleElement(InstanceOfAssertFactories.STRING)
                .matches("fetched [0-9.]+ K?B of "
                        + Pattern.quote(String.format(Locale.ROOT, "%.1f KB", Files.size(second) / 1e3)));
        assertThat(agent.app("light").resolve("version.txt")).hasContent("2");
    }

    private static long release(long app, String version) throws IOException {
        return WORLD.api().all("/deployments/" + app + "/releases").stream()
                .filter(release -> version.equals(release.text("version")))
                .findFirst()
                .orElseThrow()
                .number("id");
    }

    private static void signed(String name, String version, Path zip) throws IOException {
        cli.run("deploy", "upload", name, zip.toString(), "--version", version, "--sign-key", key.toString())
                .ok();
    }

    /** A script, which differs, and a lot that does not. */
    private static Path app(String version) throws IOException {
        var data = new StringBuilder();
        new Random(1).ints(DATA, 'a', 'z').forEach(data::appendCodePoint);
        var files = new TreeMap<String, String>();
        files.put("data.txt", data.toString());
        files.put("run.sh", "#!/bin/sh\necho -n " + version + " > version.txt\nexec sleep 86400\n");
        return Zips.of(WORLD.file("light-" + version + ".zip"), files);
    }
}
