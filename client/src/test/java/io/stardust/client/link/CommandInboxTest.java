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
    private final CommandInbox inbox = new CommandInbox(this::find, Runnable::run, replies::add, now::get);

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
}
