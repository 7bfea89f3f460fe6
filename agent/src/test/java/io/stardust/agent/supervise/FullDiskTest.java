package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes nothing keeps nobody from stopping what fills it. */
class FullDiskTest {
    private static final String SLEEP = "exec sleep 600";

    @TempDir
    Path data;

    TestNode node;

    @BeforeEach
    void startNode() throws Exception {
        node = new TestNode(data.toRealPath()).start();
    }

    @AfterEach
    void endNode() {
        node.close();
    }

    /** No file of the state can be written: where each would be written first there is a folder. */
    private void full() throws Exception {
        for (String name : new String[] {"desired.json.tmp", "processes.json.tmp"}) {
            Path place = node.data.resolve("state").resolve(name);
            Path folder = node.data.resolve("blocking-" + name);
            Files.createDirectories(folder.resolve("full"));
            Awaits.until(() -> place + " is a folder", () -> put(folder, place));
        }
    }

    /** False when the agent is just writing a file there. */
    private static boolean put(Path folder, Path place) throws IOException {
        Files.deleteIfExists(place);
        try {
            Files.move(folder, place);
            return true;
        } catch (FileSystemException _) {
            return false;
        }
    }

    private void freed() throws Exception {
        for (String name : new String[] {"desired.json.tmp", "processes.json.tmp"}) {
            // at once: what is emptied first, the agent may take away and write a file there
            Files.move(node.data.resolve("state").resolve(name), node.data.resolve("freed-" + name));
        }
    }

    @Test
    void desired_isCarriedOutAndSavedLater_whenTheStateCannotBeWritten() throws Exception {
        node.script("demo", SLEEP);
        node.want(Deploys.script(1, "demo"));
        long pid = node.await(1, "running").pid();
        Awaits.until(() -> "written", () -> node.supervisor.unsaved() == null);
        full();

        node.want(Deploys.script(1, "demo").desired("stopped"));

        node.await(1, "stopped");
        assertThat(TestNode.runs(pid)).isFalse();
        assertThat(node.supervisor.unsaved()).contains("takes nothing");
        freed();
        Awaits.until(() -> "saved", () -> node.supervisor.unsaved() == null);
        assertThat(Files.readString(node.data.resolve("state/desired.json"))).contains("stopped");
    }

    @Test
    void task_runsOnceMore_whenItsRestartCouldNotBeWrittenDown() throws Exception {
        node.script("job", "echo ran >> ../../ran");
        node.want(Deploys.script(1, "job").task());
        node.await(1, "done");
        Awaits.until(() -> "written", () -> node.supervisor.unsaved() == null);
        full();

        node.want(Deploys.script(1, "job").task().restarts(1));

        node.awaitDetail(1, "failed", "the task cannot be written down before it runs");
        assertThat(node.data.resolve("ran")).hasContent("ran\n");
        freed();
        node.want(Deploys.script(1, "job").task().restarts(2));
        node.await(1, "done");
        assertThat(node.data.resolve("ran")).hasContent("ran\nran\n");
    }

    @Test
    void task_waitsAndThenRunsOnce_whenItCannotBeWrittenDown() throws Exception {
        node.script("job", "echo ran >> ../../ran");
        node.script("demo", SLEEP);
        node.want(Deploys.script(2, "demo"));
        node.await(2, "running");
        Awaits.until(() -> "written", () -> node.supervisor.unsaved() == null);
        full();

        node.want(Deploys.script(1, "job").task(), Deploys.script(2, "demo"));

        node.awaitDetail(1, "failed", "the task cannot be written down before it runs");
        assertThat(node.data.resolve("ran")).doesNotExist();
        node.want(Deploys.script(1, "job").task(), Deploys.script(2, "demo").desired("stopped"));
        node.await(2, "stopped");
        freed();
        node.want(
                Deploys.script(1, "job").task().restarts(1),
                Deploys.script(2, "demo").desired("stopped"));
        node.await(1, "done");
        assertThat(node.data.resolve("ran")).hasContent("ran\n");
    }
}
