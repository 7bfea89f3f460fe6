package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.supervise.Traffic.Left;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stop does while the calls are led away from its process. */
class DrainTest {
    @TempDir
    Path data;

    TestNode node;

    @BeforeEach
    void startNode() throws Exception {
        node = new TestNode(data.toRealPath()).start();
    }

    @AfterEach
    void endNode() {
        node.drained.countDown();
        node.close();
    }

    private Deploys release(int number) throws Exception {
        String url = "/v" + number;
        return Deploys.script(1, "demo")
                .release(number, url, node.offer(url, "echo version %d; exec sleep 60".formatted(number)));
    }

    private void awaitDrains(int count) throws Exception {
        Awaits.until(() -> "drains: " + node.drains, () -> node.drains.size() == count);
    }

    @Test
    void process_runs_untilItIsDrained_andItsStepNamesWhoIsLeft() throws Exception {
        node.want(release(1));
        long pid = node.await(1, "running").pid();
        node.drained = new CountDownLatch(1);
        node.left = new Left(List.of("web@10.0.0.1@5"), 1, 0);

        node.want(release(2));
        awaitDrains(1);
        assertThat(TestNode.runs(pid)).isTrue();
        assertThat(node.drains.get(0).well()).isTrue();
        node.awaitDetail(1, "draining", "calls are led away, for 30 s at most");
        node.drained.countDown();

        node.awaitOther(1, pid);
        node.awaitDetail(1, "stopped", "v2 takes its place (web@10.0.0.1@5 did not acknowledge that it leaves)");
    }

    /** A rollout that is reverted puts the old release back; the stop that has begun is not called back. */
    @Test
    void oldRelease_runsAgain_whenTheNewOneIsTakenBackWhileTheProcessIsDrained() throws Exception {
        node.want(release(1));
        long pid = node.await(1, "running").pid();
        node.drained = new CountDownLatch(1);
        node.want(release(2));
        awaitDrains(1);

        node.want(release(1));
        node.drained.countDown();

        node.awaitOther(1, pid);
        assertThat(node.await(1, "running").releaseId()).isEqualTo(1);
        assertThat(node.drains).hasSize(1);
    }

    @Test
    void process_isStartedAgain_whenItDiesWhileItIsDrained() throws Exception {
        node.want(release(1));
        long pid = node.await(1, "running").pid();
        node.drained = new CountDownLatch(1);
        node.want(release(1).restarts(1));
        awaitDrains(1);
        assertThat(node.drains.get(0).ended().getAsBoolean()).isFalse();

        TestNode.kill(pid);
        Awaits.until(() -> "its end is seen", () -> node.drains.get(0).ended().getAsBoolean());
        node.drained.countDown();

        node.awaitOther(1, pid);
        node.await(1, "running");
    }
}
