package io.stardust.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.client.link.Commands;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.node.EventModel;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeOrdersTest {
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private final List<String> done = new ArrayList<>();
    private final List<EventModel> audit = new CopyOnWriteArrayList<>();
    private Instant machine = NOON;
    private boolean mayBeSet = true;
    private boolean diskFails;

    /** Orders that may do nothing; for tests of other orders. */
    static NodeOrders none() {
        var clock = new ClockOrder(InstantSource.system(), InstantSource.system(), _ -> false);
        return new NodeOrders(
                new NoLife(), clock, new NodeOrders.Allowed(false, false), InstantSource.system(), _ -> {});
    }

    private static final class NoLife implements NodeOrders.Life {
        @Override
        public void restart() {
            throw new IllegalArgumentException("nobody would start this agent again");
        }

        @Override
        public String upgrade() {
            return "nothing newer";
        }

        @Override
        public void channel(String name) {
            throw new IllegalArgumentException(name);
        }
    }

    private final class Noted implements NodeOrders.Life {
        @Override
        public void restart() {
            done.add("restart");
        }

        @Override
        public String upgrade() throws IOException {
            if (diskFails) throw new FileSystemException("/opt/agent/current", null, "Read-only file system");
            done.add("upgrade");
            return "nothing newer";
        }

        @Override
        public void channel(String name) {
            done.add(name);
        }
    }

    private NodeOrders orders(boolean allowed) {
        InstantSource clock = () -> machine;
        var setter = new ClockOrder(() -> NOON, clock, time -> {
            if (mayBeSet) machine = time;
            return mayBeSet;
        });
        return new NodeOrders(new Noted(), setter, new NodeOrders.Allowed(allowed, allowed), clock, audit::add);
    }

    private @Nullable String run(String name, @Nullable String argument) throws Exception {
        Commands.Handler handler = Objects.requireNonNull(orders(true).find(name));
        return handler.run(new CommandModel(7, name, argument, "", "", null, 0));
    }

    @Test
    void find_isNull_forWhatTheAgentsOwnSettingsDoNotAllow() {
        assertThat(orders(false).find("node/reboot")).isNull();
        assertThat(orders(false).find("node/synctime")).isNull();
        assertThat(orders(false).find("node/format")).isNull();
        assertThat(orders(false).find("node/restart")).isNotNull();
    }

    @Test
    void orders_areToldBeforeAndAfter() throws Exception {
        assertThat(run("node/restart", null)).contains("the agent restarts");

        assertThat(done).containsExactly("restart");
        assertThat(audit)
                .extracting(EventModel::name, EventModel::remark)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("node/restart", "command 7 begins"),
                        org.assertj.core.groups.Tuple.tuple(
                                "node/restart", "command 7 done: the agent restarts; its apps run on"));
    }

    @Test
    void orders_thatFailOnTheDisk_sayItInWords() {
        diskFails = true;

        assertThatThrownBy(() -> run("node/upgrade", null))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk of /opt/agent/current is read-only");
        assertThat(audit.getLast().remark()).isEqualTo("command 7 failed: the disk of /opt/agent/current is read-only");
    }

    @Test
    void channel_isChosenInAnyCase_andRefusedWhenThereIsNoneSuch() throws Exception {
        assertThat(run("node/setchannel", "beta")).isEqualTo("Beta");
        assertThat(run("node/upgrade", "Develop")).isEqualTo("nothing newer");

        assertThat(done).containsExactly("Beta", "Develop", "upgrade");
        assertThatThrownBy(() -> run("node/setchannel", "nightly"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("channel: 'nightly' (expected: Release, Beta, Develop)");
        assertThat(audit.getLast().remark()).startsWith("command 7 failed: channel");
    }

    @Test
    void clock_isSet_onlyWhenItIsOffByMoreThanASecond() throws Exception {
        machine = NOON.plusMillis(900);
        assertThat(run("node/synctime", null)).contains("right within 1000 ms");
        assertThat(machine).isEqualTo(NOON.plusMillis(900));

        machine = NOON.plusSeconds(86_400);
        assertThat(run("node/synctime", "")).contains("off by 86400000 ms and is set");
        assertThat(machine).isEqualTo(NOON);

        assertThat(run("node/synctime", "2026-05-04T13:00:00Z")).contains("is set");
        assertThat(machine).isEqualTo(NOON.plusSeconds(3_600));
    }

    @Test
    void clock_saysWhy_whenItMayNotBeSet() {
        machine = NOON.minusSeconds(5);
        mayBeSet = false;

        assertThatThrownBy(() -> run("node/synctime", null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("off by -5000 ms and may not be set (expected: root");
        assertThatThrownBy(() -> run("node/synctime", "noon")).hasMessageContaining("'noon' (expected: such as");
    }
}
