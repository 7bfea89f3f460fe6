package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.deploy.PlacementReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ReloadOnChange. What must not cause a restart is followed by something that does, so that the test can tell. */
class ReloadTest {
    private static final String SLEEP = "exec sleep 600";

    @TempDir
    Path data;

    TestNode node;
    Path work;

    @BeforeEach
    void startNode() throws Exception {
        node = new TestNode(data.toRealPath()).start();
        work = node.data.resolve("apps/demo");
        node.script("demo", SLEEP);
    }

    @AfterEach
    void endNode() {
        node.close();
    }

    @Test
    void change_startsAnewOnceAndSaysWhatChanged() throws Exception {
        Files.createDirectories(work.resolve("lib"));
        node.want(Deploys.script(1, "demo").with("ReloadOnChange", true));
        long pid = node.await(1, "running").pid();
        awaitWatched();

        Files.writeString(work.resolve("notes.txt"), "no program");
        Files.writeString(work.resolve("a.jar"), "1");
        Files.writeString(work.resolve("lib/b.DLL"), "1");
        Files.createDirectories(work.resolve("more/deep"));
        Files.writeString(work.resolve("more/deep/c.jar"), "1");

        PlacementReport again = node.awaitOther(1, pid);
        assertThat(again.crashes()).isZero();
        node.awaitDetail(1, "stopped", "files changed: a.jar, lib/b.DLL, more/deep/c.jar");
        assertThat(TestNode.runs(pid)).isFalse();
    }

    @Test
    void change_isSeenBelowThePatternsAlone_whenThereAreSome() throws Exception {
        node.want(Deploys.script(1, "demo")
                .with("ReloadOnChange", true)
                .with("ReloadPatterns", "conf/*.yml; rules-?.txt"));
        long pid = node.await(1, "running").pid();
        awaitWatched();
        Files.writeString(work.resolve("a.jar"), "1");
        Files.createDirectories(work.resolve("conf"));

        Files.writeString(work.resolve("conf/app.yml"), "x: 1");
        Files.writeString(work.resolve("rules-10.txt"), "1");

        node.awaitOther(1, pid);
        node.awaitDetail(1, "stopped", "files changed: conf/app.yml");
    }

    @Test
    void publish_startsOnce_thoughItChangesWatchedFiles() throws Exception {
        Deploys watched = Deploys.script(1, "demo").with("ReloadOnChange", true).with("ReloadPatterns", "*");
        node.want(watched.release(1, "/v1", node.offer("/v1", "echo one; " + SLEEP)));
        node.await(1, "running");
        node.want(watched.release(2, "/v2", node.offer("/v2", "echo two; " + SLEEP)));
        Awaits.until(() -> "v2", () -> node.latest(1).releaseId() == 2);
        long second = node.await(1, "running").pid();
        awaitWatched();

        Files.writeString(work.resolve("by-hand"), "1");

        node.awaitOther(1, second);
        node.awaitDetail(1, "stopped", "files changed: by-hand");
        assertThat(node.steps)
                .filteredOn(step -> String.valueOf(step.detail()).startsWith("files changed"))
                .hasSize(1);
    }

    @Test
    void want_beginsAndEndsToWatch_withoutARestart() throws Exception {
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();
        node.want(Deploys.script(1, "demo").with("ReloadOnChange", true));
        Awaits.until(() -> "revision", () -> node.latest(1).revision() == 2);
        awaitWatched();
        assertThat(node.latest(1).pid()).isEqualTo(pid);

        Files.move(
                Files.writeString(work.resolve("new.tmp"), "1"),
                work.resolve("app.jar"),
                StandardCopyOption.ATOMIC_MOVE);

        long second = node.awaitOther(1, pid).pid();
        node.await(1, "running");
        node.want(Deploys.script(1, "demo"));
        Awaits.until(() -> "nothing watched", () -> !node.supervisor.watchesFiles());
        assertThat(node.latest(1).pid()).isEqualTo(second);
    }

    private void awaitWatched() throws Exception {
        Awaits.until(() -> "the files are watched", () -> node.supervisor.watchesFiles());
    }
}
