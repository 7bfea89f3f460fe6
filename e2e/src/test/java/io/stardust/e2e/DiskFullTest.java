package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An agent whose disk has room for 24 MB. */
class DiskFullTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static @Nullable Path disk;
    private static AgentProcess agent;
    private static long node;

    @BeforeAll
    static void startAgentOnSmallDisk() throws Exception {
        Path folder = Files.createDirectories(WORLD.directory().resolve("small-disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder.toString()) == 0;
        assumeTrue(mounted, "mounting a small disk needs root");
        disk = folder;
        agent = WORLD.agent("small", WORLD.server().address(), folder, Map.of());
        node = WORLD.awaitOnline(agent);
    }

    @AfterAll
    static void unmount() throws Exception {
        if (disk == null) return;
        Procs.around(disk).forEach(Procs::kill);
        assertThat(run("umount", "-l", disk.toString())).isZero();
    }

    @Test
    void publish_isRefused_whenThePackageDoesNotFit() throws IOException {
        refused("heavy", Zips.heavy(WORLD.file("heavy.zip"), "heavy", 40 << 20));
    }

    @Test
    void publish_isRefused_whenItDoesNotFitUnpacked() throws IOException {
        refused("swelling", Zips.swelling(WORLD.file("swelling.zip"), "swelling", 40 << 20));
    }

    private static void refused(String name, Path zip) throws IOException {
        Deploys deploys = WORLD.deploys();
        long app = deploys.deployment(name, Map.of());
        long placement = deploys.place(app, node);
        deploys.publishWell(app, deploys.release(app, "good", Zips.sleeper(WORLD.file(name + "-good.zip"), "good")));
        long pid = agent.appPid(name);

        Doc rollout = deploys.publish(app, deploys.release(app, "bad", zip));

        assertThat(rollout.text("status")).as("%s", rollout).isEqualTo("failed");
        assertThat(rollout.text("placements.0.reason")).containsIgnoringCase("disk");
        assertThat(agent.app(name).resolve("version.txt")).hasContent("good");
        assertThat(deploys.awaitPid(placement, pid).text("observed.version")).isEqualTo("good");
        // and a release that fits still gets through
        deploys.publishWell(app, deploys.release(app, "after", Zips.sleeper(WORLD.file(name + "-after.zip"), "after")));
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
