package io.stardust.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.client.link.Commands;
import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.deploy.LocalDetail;
import io.stardust.protocol.deploy.OutputChunk;
import io.stardust.protocol.node.EventModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTest {
    private final AtomicInteger pulls = new AtomicInteger();
    private final List<String> packed = new CopyOnWriteArrayList<>();
    private final List<EventModel> audit = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy/publish",
                "deploy/install",
                "deploy/start",
                "deploy/stop",
                "deploy/restart",
                "deploy/uninstall"
            })
    void find_looksAgain_whateverConcernsApps(String name) throws Exception {
        assertThat(run(orders(false), name, "{\"Id\":5}")).isEqualTo("ok");
        assertThat(pulls).hasValue(1);
    }

    @Test
    void find_isNull_forWhatIsNotOnTheList() {
        assertThat(orders(true).find("node/reboot")).isNull();
        assertThat(orders(false).find("bash")).isNull();
        assertThat(orders(false).find("cmd")).isNull();
    }

    @Test
    void output_answersTheChunkAsJson() throws Exception {
        String reply = run(orders(false), "deploy/output", "{\"id\":5,\"lines\":10}");

        OutputChunk chunk = Json.WIRE.read(String.valueOf(reply), OutputChunk.class);
        assertThat(chunk).isEqualTo(new OutputChunk("app 5, 10 lines\n", "77", false));
    }

    @Test
    void output_saysWhatWasExpected_whenTheArgumentIsNone() {
        assertThatThrownBy(() -> run(orders(false), "deploy/output", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
        assertThatThrownBy(() -> run(orders(false), "deploy/output", "five"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shell_returnsBothOutputsAndTheCode_andIsAudited() throws Exception {
        assertThat(run(orders(true), "bash", "echo out; echo err >&2")).isEqualTo("out\nerr\n");
        assertThat(run(orders(true), "cmd", "{\"cmd\":\"echo no; exit 3\",\"timeout\":5000}"))
                .isEqualTo("no\n\nexit code 3");

        assertThat(audit).extracting(EventModel::remark).contains("command 1 run: echo out; echo err >&2");
        assertThat(audit).hasSize(4);
    }

    @Test
    void shell_cutsWhatItPrints() throws Exception {
        String printed = run(orders(true), "bash", "head -c 1000000 /dev/zero | tr '\\0' x");

        assertThat(printed).hasSizeLessThan(30_100).endsWith("… cut after 30000 bytes");
    }

    @Test
    void shell_killsTheWholeGroup_atTheLimit() throws Exception {
        String text = "sleep 1000 & echo $! > left; echo begun; sleep 1000";

        assertThatThrownBy(() -> run(orders(true), "bash", "{\"cmd\":\"" + text + "\",\"timeout\":500}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stopped after 500 ms")
                .hasMessageContaining("begun");

        long left = Long.parseLong(Files.readString(folder.resolve("left")).strip());
        assertThat(ProcessHandle.of(left).map(OrdersTest::isGone).orElse(true)).isTrue();
    }

    /** Killed, or ended and not yet collected by whoever inherited it. */
    private static boolean isGone(ProcessHandle process) {
        try {
            process.onExit().get(5, java.util.concurrent.TimeUnit.SECONDS);
            return true;
        } catch (Exception e) {
            return !process.isAlive();
        }
    }

    @Test
    void describe_tellsAllOfALocalService() throws Exception {
        String reply = run(orders(false), "deploy/describe", "{\"Name\":\"cron\",\"Pack\":true}");

        LocalDetail detail = Json.WIRE.read(String.valueOf(reply), LocalDetail.class);
        assertThat(detail.problem()).isEqualTo("cron, pack true");
    }

    @Test
    void pack_isBegun_withItsTicket() throws Exception {
        run(orders(false), "deploy/pack", "{\"Name\":\"cron\",\"Ticket\":\"t1\",\"MaxBytes\":5}");

        assertThat(packed).containsExactly("cron t1 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"Name\":\"../x\",\"Ticket\":\"t\",\"MaxBytes\":5}", "{\"Name\":\"cron\"}"})
    void pack_isRefused_whenTheOrderIsNotWhole(String argument) {
        assertThatThrownBy(() -> run(orders(false), "deploy/pack", argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: ");
        assertThat(packed).isEmpty();
    }

    private final class Services implements LocalOrders.Services {
        @Override
        public LocalDetail tell(String name, boolean pack) {
            return new LocalDetail(null, false, 0, 0, null, name + ", pack " + pack);
        }

        @Override
        public void pack(String name, String ticket, long most) {
            packed.add(name + " " + ticket + " " + most);
        }
    }

    private Orders orders(boolean withShell) {
        Shell shell = withShell ? new Shell(folder, Duration.ofSeconds(20), InstantSource.system(), audit::add) : null;
        return new Orders(
                pulls::incrementAndGet,
                query -> new OutputChunk("app " + query.id() + ", " + query.lines() + " lines\n", "77", false),
                shell,
                NodeOrdersTest.none(),
                new Tail(folder, List.of()),
                new LocalOrders(new Services()));
    }

    private static @Nullable String run(Orders orders, String name, @Nullable String argument) throws Exception {
        Commands.Handler handler = Objects.requireNonNull(orders.find(name));
        return handler.run(new CommandModel(1, name, argument, "", "", null, 0));
    }
}
