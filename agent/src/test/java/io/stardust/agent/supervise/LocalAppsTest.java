package io.stardust.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.reason.Reason;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps of the machine's own file: their ids are below 0. */
class LocalAppsTest {
    @TempDir
    Path data;

    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(data).start();
        node.script("cron", "exec sleep 1000");
        node.script("web", "exec sleep 1000");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void want_stopsAndForgetsALocalApp_thatIsNotNamedAnyMore() throws Exception {
        node.want(Deploys.script(-7, "cron"), Deploys.script(3, "web"));
        long cron = node.await(-7, "running").pid();
        long web = node.await(3, "running").pid();

        node.want(); // the platform's is kept whatever a list leaves out
        node.await(-7, "stopped");
        node.want();

        Awaits.until(
                () -> "forgotten: " + node.supervisor.snapshot(),
                () -> node.supervisor.snapshot().stream().noneMatch(each -> each.id() == -7));
        assertThat(TestNode.runs(cron)).isFalse();
        assertThat(TestNode.runs(web)).isTrue();
        assertThat(node.supervisor.wanted()).extracting(DeployInfo::id).containsExactly(3L);
    }

    @Test
    void start_takesALocalAppOn_afterTheAgentWasStartedAnew() throws Exception {
        node.want(Deploys.script(-7, "cron"));
        long pid = node.await(-7, "running").pid();

        node.restartAgent();

        PlacementReport adopted = node.await(-7, "running");
        assertThat(adopted.pid()).isEqualTo(pid);
        assertThat(adopted.adopted()).isTrue();
        assertThat(node.supervisor.revision()).isPositive();
    }

    @Test
    void want_handsTheProcessOver_whenTheNameBecomesThePlatforms() throws Exception {
        node.want(Deploys.script(-7, "web"));
        long pid = node.await(-7, "running").pid();

        node.want(Deploys.script(3, "web"));

        PlacementReport after = node.await(3, "running");
        assertThat(after.pid()).isEqualTo(pid);
        assertThat(node.supervisor.snapshot()).extracting(PlacementReport::id).containsExactly(3L);
    }

    @Test
    void restart_startsAnotherProcess_andSaysWhy() throws Exception {
        node.want(Deploys.script(-7, "cron"));
        long pid = node.await(-7, "running").pid();

        boolean done = node.supervisor.restart("cron", Reason.said("watchdog: it fell silent"));
        node.awaitOther(-7, pid);

        assertThat(done).isTrue();
        node.awaitDetail(-7, "stopped", "watchdog: it fell silent");
        assertThat(node.supervisor.restart("nobody", Reason.said("x"))).isFalse();
    }

    @Test
    void appOf_findsAnApp_byItsProcessAndByWhatThatStarted() throws Exception {
        node.script("web", "sleep 1000 & wait");
        node.want(Deploys.script(3, "web"));
        long pid = node.await(3, "running").pid();
        Awaits.until(
                () -> "a child",
                () -> ProcessHandle.of(pid).orElseThrow().children().findAny().isPresent());
        long child = ProcessHandle.of(pid)
                .orElseThrow()
                .children()
                .findAny()
                .orElseThrow()
                .pid();

        assertThat(node.supervisor.appOf(pid)).isEqualTo("web");
        assertThat(node.supervisor.appOf(child)).isEqualTo("web");
        assertThat(node.supervisor.appOf(1)).isNull();
        assertThat(node.supervisor.appOf(ProcessHandle.current().pid())).isNull();
    }
}
