package io.stardust.client.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.command.CommandStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommandInboxTest {
    private final AtomicLong now =
            new AtomicLong(Instant.parse("2026-08-02T10:00:00Z").toEpochMilli());
    private final List<CommandReplyModel> replies = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private final CommandInbox inbox =
            new CommandInbox(this::find, Runnable::run, replies::add, now::get, CommandLog.NONE);

    private Commands.@Nullable Handler find(String name) {
        return switch (name) {
            case "echo" ->
                command -> {
                    ran.add("echo");
                    return command.argument();
                };
            case "wrong" ->
                command -> {
                    throw new IllegalArgumentException("argument: 7");
                };
            case "broken" ->
                command -> {
                    throw new java.io.IOException("disk full");
                };
            default -> null;
        };
    }

    @Test
    void accept_runsOnce_whenTheSameComesTwice() {
        inbox.accept(command(1, "echo", "", ""));
        inbox.accept(command(1, "echo", "", ""));

        assertThat(ran).hasSize(1);
        assertThat(replies).containsExactly(new CommandReplyModel(1, CommandStatus.DONE, "hello"));
    }

    @Test
    void accept_runsAgain_whenTheFirstTimeIsOverAnHourAgo() {
        inbox.accept(command(1, "echo", "", ""));
        now.addAndGet(Duration.ofMinutes(59).toMillis());
        inbox.accept(command(1, "echo", "", ""));
        assertThat(ran).hasSize(1);

        now.addAndGet(Duration.ofMinutes(2).toMillis());
        inbox.accept(command(1, "echo", "", ""));

        assertThat(ran).hasSize(2);
    }

    @Test
    void accept_cancels_whenItIsTooLate() {
        inbox.accept(command(2, "echo", "", "2026-08-02T09:59:59Z"));

        assertThat(ran).isEmpty();
        assertThat(replies).singleElement().satisfies(reply -> {
            assertThat(reply.status()).isEqualTo(CommandStatus.CANCELLED);
            assertThat(reply.data()).isEqualTo("expired at 2026-08-02T09:59:59Z");
        });
    }

    @Test
    void accept_putsOff_whenItIsTooEarly() {
        inbox.accept(command(3, "echo", "2026-08-02T10:00:05", ""));

        assertThat(replies).containsExactly(new CommandReplyModel(3, CommandStatus.PROCESSING, null));
        assertThat(inbox.runDue()).isEqualTo(5_000);
        assertThat(ran).isEmpty();

        now.addAndGet(5_000);
        assertThat(inbox.runDue()).isEqualTo(Long.MAX_VALUE);

        assertThat(ran).hasSize(1);
        assertThat(replies.get(1)).isEqualTo(new CommandReplyModel(3, CommandStatus.DONE, "hello"));
    }

    @Test
    void accept_saysWhy_whenACommandFails() {
        inbox.accept(command(4, "wrong", "", ""));
        inbox.accept(command(5, "BROKEN", "", ""));
        inbox.accept(command(6, "nobody/knows", "", ""));
        inbox.accept(command(7, "echo", "soon", ""));

        assertThat(replies)
                .startsWith(
                        new CommandReplyModel(4, CommandStatus.CANCELLED, "argument: 7"),
                        new CommandReplyModel(5, CommandStatus.ERROR, "disk full"),
                        new CommandReplyModel(6, CommandStatus.ERROR, "not found: nobody/knows"));
        assertThat(replies.get(3).status()).isEqualTo(CommandStatus.ERROR);
        assertThat(replies.get(3).data()).contains("soon");
    }

    @Test
    void epochMs_readsEveryWriting() {
        long expected = Instant.parse("2026-08-02T10:30:30Z").toEpochMilli();

        assertThat(CommandInbox.epochMs("2026-08-02T10:30:30Z")).isEqualTo(expected);
        assertThat(CommandInbox.epochMs("2026-08-02 10:30:30")).isEqualTo(expected);
        assertThat(CommandInbox.epochMs("2026-08-02T10:30:30.000")).isEqualTo(expected);
        assertThat(CommandInbox.epochMs("2026-08-02T18:30:30+08:00")).isEqualTo(expected);
        assertThat(CommandInbox.epochMs(Long.toString(expected))).isEqualTo(expected);
        assertThat(CommandInbox.epochMs("")).isZero();
        assertThat(CommandInbox.epochMs(null)).isZero();
        assertThat(CommandInbox.epochMs("0001-01-01T00:00:00")).isZero();
    }

    private static CommandModel command(long id, String name, String start, String expire) {
        return new CommandModel(id, name, "hello", start, expire, null, 0);
    }

    @Test
    void begin_answersInterrupted_andDoesNotActAgain_whenTheProgramEndedBeforeItsReply() {
        var log = new Log();
        log.known = new CommandLog.Known(java.util.Set.of(7L), java.util.Set.of(8L));
        var restarted = new CommandInbox(this::find, Runnable::run, replies::add, now::get, log);

        restarted.begin();
        restarted.accept(command(7, "echo", "", ""));
        restarted.accept(command(8, "echo", "", ""));

        assertThat(ran).isEmpty();
        assertThat(replies).singleElement().satisfies(reply -> {
            assertThat(reply.id()).isEqualTo(7);
            assertThat(reply.status()).isEqualTo(CommandStatus.ERROR);
            assertThat(reply.data()).startsWith("interrupted");
        });
    }

    @Test
    void accept_notesTheCommand_beforeItIsCarriedOut() {
        var log = new Log();
        var noting = new CommandInbox(this::find, Runnable::run, replies::add, now::get, log);

        noting.accept(command(9, "echo", "", ""));
        assertThat(log.noted).containsExactly("9 echo after 0");

        log.full = true;
        noting.accept(command(10, "echo", "", ""));
        assertThat(ran).as("what could not be noted is not done").hasSize(1);
        assertThat(replies.get(1).data()).isEqualTo("no space");
    }

    @Test
    void accept_answers_whenTheHandlerFailsWithAnError() {
        Commands.Handler broken = command -> {
            throw new StackOverflowError("planted");
        };
        var breaking = new CommandInbox(name -> broken, Runnable::run, replies::add, now::get, CommandLog.NONE);

        breaking.accept(command(11, "any", "", ""));

        assertThat(replies).containsExactly(new CommandReplyModel(11, CommandStatus.ERROR, "planted"));
    }

    private final class Log implements CommandLog {
        private final List<String> noted = new ArrayList<>();
        private Known known = new Known(java.util.Set.of(), java.util.Set.of());
        private boolean full;

        @Override
        public Known load() {
            return known;
        }

        @Override
        public void begun(long id, String name) throws java.io.IOException {
            if (full) throw new java.io.IOException("no space");
            noted.add(id + " " + name + " after " + ran.size());
        }

        @Override
        public void answered(long id) {
            noted.add(id + " answered");
        }
    }
}
