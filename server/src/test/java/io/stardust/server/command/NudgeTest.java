package io.stardust.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.server.ManualClock;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.db.Visible;
import io.stardust.server.node.Node;
import io.stardust.server.push.FakeLines;
import io.stardust.server.push.PushSessions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NudgeTest {
    @TempDir
    Path data;

    private final ManualClock clock = new ManualClock();
    private final PushSessions sessions = new PushSessions();
    private Database db;
    private Commander commander;

    @BeforeEach
    void start() {
        db = TestDatabase.in(data).start();
        commander = new Commander(db, new Changes(db, clock), sessions, clock, TestDatabase.lease(db)).start();
    }

    @AfterEach
    void stop() {
        commander.close();
        db.close();
    }

    private static Node node(String compile, boolean foreign) {
        return new Node(7, "AB12CD34", 1, "web1", true, true, true, false, "3.6.2024.1", compile, foreign);
    }

    private static CommandModel next(BlockingQueue<String> line) throws InterruptedException {
        return Json.WIRE.read(
                Objects.requireNonNull(line.poll(10, TimeUnit.SECONDS), "nothing was pushed"), CommandModel.class);
    }

    @Test
    void nudge_isFleeting_forAnAgentOfOurs() throws Exception {
        Node ours = node("2026-01-01T00:00:00", false);
        BlockingQueue<String> line = FakeLines.open(sessions, ours.code());

        commander.nudge(ours, "deploy/stop", "{\"Id\":5}", "user:1 anna");
        CommandModel pushed = next(line);

        assertThat(pushed.command()).isEqualTo("deploy/publish");
        assertThat(pushed.argument()).isEqualTo("{\"Id\":5}");
        assertThat(commander.deliver(ours)).isEmpty();
    }

    @Test
    void nudge_isKept_forAForeignAgentThatIsAway() {
        Node foreign = node("2024-01-01T00:00:00", true);

        commander.nudge(foreign, "deploy/stop", "{\"Id\":5}", "user:1 anna");
        List<CommandModel> delivered = commander.deliver(foreign);

        assertThat(delivered).hasSize(1);
        assertThat(delivered.getFirst().command()).isEqualTo("deploy/stop");
    }

    @Test
    void ids_areNeverUsedTwice_byOrdersThatAreKeptAndThoseThatAreNot() throws Exception {
        Node ours = node("2026-01-01T00:00:00", false);
        BlockingQueue<String> line = FakeLines.open(sessions, ours.code());

        for (int i = 0; i < 120; i++) {
            commander.nudge(ours, "deploy/publish", "{}", "system");
            commander.send(NewCommand.now(ours, "x", null, "system"));
        }
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < 240; i++) ids.add(next(line).id());

        assertThat(ids).hasSize(240);
    }

    @Test
    void ask_returnsTheAnswer_andNothingIsKept() throws Exception {
        Node ours = node("2026-01-01T00:00:00", false);
        BlockingQueue<String> line = FakeLines.open(sessions, ours.code());
        var agent = Thread.ofVirtual().start(() -> {
            try {
                commander.reply(ours, new CommandReplyModel(next(line).id(), 2, "some lines"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        Optional<CommandReplyModel> answer = commander.ask(ours, "output/read", "{}", Duration.ofSeconds(10));
        agent.join();

        assertThat(answer).map(CommandReplyModel::data).contains("some lines");
        assertThat(commander.deliver(ours)).isEmpty();
    }

    @Test
    void ask_isEmpty_whenNobodyAnswersInTimeOrNobodyIsThere() {
        Node ours = node("2026-01-01T00:00:00", false);

        assertThat(commander.ask(ours, "x", null, Duration.ofSeconds(10))).isEmpty();
        FakeLines.open(sessions, ours.code());
        assertThat(commander.ask(ours, "x", null, Duration.ofMillis(20))).isEmpty();
    }

    @Test
    void result_isCut_whenItIsTooLong() {
        Node ours = node("2026-01-01T00:00:00", false);
        Command sent = commander.send(NewCommand.now(ours, "bash", null, "system"));

        boolean known = commander.reply(ours, new CommandReplyModel(sent.id(), 2, "r".repeat(200_000)));

        assertThat(known).isTrue();
        assertThat(commander.find(Visible.everything(), sent.id()).result()).hasSize(32_001);
    }

    @Test
    void dates_areWallClock_forAgentsCompiledBefore2025() {
        var expire = clock.instant().plusSeconds(60);
        Node old = node("2024-12-31T00:00:00", true);
        Node recent = node("2025-01-01T00:00:00", true);

        assertThat(CommandDates.text(expire, old)).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
        assertThat(CommandDates.text(expire, recent)).isEqualTo("2026-05-04T10:01:00Z");
        assertThat(CommandDates.text(null, recent)).isEmpty();
    }
}
