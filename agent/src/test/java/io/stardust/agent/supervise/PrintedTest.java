package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.supervise.output.OutputLog;
import io.stardust.agent.supervise.output.Printed;
import io.stardust.agent.supervise.output.Writer;
import io.stardust.agent.supervise.output.Written;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the supervisor tells of the output of its apps, with real processes. */
class PrintedTest {
    @TempDir
    Path data;

    @Test
    void printing_namesTheProcessAndItsRelease_alsoUnderTheNextAgent() throws Exception {
        try (TestNode node = new TestNode(data.toRealPath()).start()) {
            node.script("demo", "echo hello; exec sleep 600");
            node.want(Deploys.script(1, "demo"));
            long pid = node.await(1, "running").pid();
            assertThat(only(node).log().writers()).containsExactly(new Writer(0, pid, "v0"));

            node.restartAgent();
            node.await(1, "running");

            assertThat(only(node).log().writers()).containsExactly(new Writer(Writer.EVER, pid, "v0"));
            TestNode.kill(pid);
            long next = node.awaitOther(1, pid).pid();
            assertThat(only(node).log().writers()).hasSize(2).endsWith(new Writer(6, next, "v0"));
        }
    }

    @Test
    void printing_keepsWhatARemovedAppPrinted_untilItIsSent_alsoUnderTheNextAgent() throws Exception {
        try (TestNode node = new TestNode(data.toRealPath()).start()) {
            node.script("demo", "echo last words; exec sleep 600");
            node.want(Deploys.script(1, "demo"));
            node.await(1, "running");
            node.want(Deploys.script(1, "demo").desired("removed"));
            node.await(1, "removed");

            assertThat(only(node).left()).isTrue();
            assertThat(data.resolve("logs/demo")).doesNotExist();
            node.restartAgent();
            Printed left = only(node);
            assertThat(left.placement()).isEqualTo(1);
            assertThat(left.name()).isEqualTo("demo");
            assertThat(text(left.log())).isEqualTo("last words\n");

            node.supervisor.sent(left);

            assertThat(node.supervisor.printing()).isEmpty();
            assertThat(data.resolve("state/unsent")).isEmptyDirectory();
        }
    }

    @Test
    void printing_leavesOutWhatTheServerDoesNotKnow() throws Exception {
        try (TestNode node = new TestNode(data.toRealPath()).start()) {
            node.script("demo", "exec sleep 600");
            node.want(Deploys.script(-1, "demo"));
            node.await(-1, "running");

            assertThat(node.supervisor.printing()).isEmpty();
        }
    }

    @Test
    void written_namesTheFilesOfTheApp_withoutARestart() throws Exception {
        Path real = data.toRealPath();
        try (TestNode node = new TestNode(real).start()) {
            node.script("demo", "exec sleep 600");
            node.want(Deploys.script(1, "demo"));
            long pid = node.await(1, "running").pid();
            assertThat(node.supervisor.written(only(node))).isNull();

            node.want(Deploys.script(1, "demo").with("LogFiles", "logs/*.log"));
            Awaits.until(() -> "it names files", node.supervisor::namesFiles);

            assertThat(node.supervisor.written(only(node)))
                    .isEqualTo(new Written(real.resolve("apps/demo"), true, "logs/*.log"));
            assertThat(node.await(1, "running").pid()).isEqualTo(pid);
        }
    }

    private static Printed only(TestNode node) {
        List<Printed> all = node.supervisor.printing();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static String text(OutputLog log) throws Exception {
        byte[] bytes = new byte[1000];
        return new String(bytes, 0, log.copy(0, bytes).length(), StandardCharsets.UTF_8);
    }
}
