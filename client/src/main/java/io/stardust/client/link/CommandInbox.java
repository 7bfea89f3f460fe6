package io.stardust.client.link;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.command.CommandStatus;
import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands in from socket and heartbeat, each once, and sees to it that each gets its reply: expired ones are
 * cancelled, early ones put off, the others run. Thread-safe.
 */
final class CommandInbox {
    /** The same command comes by socket and by heartbeat; upstream remembers as long. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_PUT_OFF = 1_000;
    private static final int MAX_REASON = 2_000;
    private static final String INTERRUPTED =
            "interrupted: the program ended while it carried this out; it is not done again";

    private final Commands commands;
    private final Executor executor;
    private final Consumer<CommandReplyModel> replies;
    private final LongSupplier serverTime;
    private final CommandLog log;

    private final Map<Long, Long> seen = new LinkedHashMap<>(); // id to epoch ms, oldest first
    private final PriorityQueue<Early> early = new PriorityQueue<>(Comparator.comparingLong(Early::start));

    private record Early(long start, CommandModel command) {}

    /** {@code serverTime} gives epoch ms: dates in commands are by the server's clock. */
    CommandInbox(
            Commands commands,
            Executor executor,
            Consumer<CommandReplyModel> replies,
            LongSupplier serverTime,
            CommandLog log) {
        this.log = log;
        this.commands = commands;
        this.executor = executor;
        this.replies = replies;
        this.serverTime = serverTime;
    }

    /** Answers what an earlier life of this program began and could not answer: it is not carried out again. */
    void begin() {
        CommandLog.Known known = log.load();
        long now = serverTime.getAsLong();
        synchronized (this) {
            for (long id : known.answered()) seen.put(id, now);
            for (long id : known.unanswered()) seen.put(id, now);
        }
        for (long id : known.unanswered()) {
            replies.accept(new CommandReplyModel(id, CommandStatus.ERROR, INTERRUPTED));
        }
    }

    /** Takes one command in; returns at once. */
    void accept(CommandModel command) {
        long now = serverTime.getAsLong();
        if (!isNew(command.id(), now)) return;
        long expire;
        long start;
        try {
            expire = epochMs(command.expire());
            start = epochMs(command.startTime());
        } catch (DateTimeException e) {
            reply(command, CommandStatus.ERROR, "a date that is none: " + e.getMessage());
            return;
        }
        if (expire > 0 && expire < now) {
            reply(command, CommandStatus.CANCELLED, "expired at " + Instant.ofEpochMilli(expire));
        } else if (start > now) {
            putOff(new Early(start, command));
        } else {
            run(command);
        }
    }

    private synchronized boolean isNew(long id, long now) {
        if (id == 0) return true; // upstream's app commands may carry none
        var oldest = seen.entrySet().iterator();
        while (oldest.hasNext()) {
            boolean old = now - oldest.next().getValue() > REMEMBERED.toMillis();
            if (!old && seen.size() < MAX_REMEMBERED) break;
            oldest.remove();
        }
        return seen.putIfAbsent(id, now) == null;
    }

    private void putOff(Early command) {
        boolean room;
        synchronized (this) {
            room = early.size() < MAX_PUT_OFF;
            if (room) early.add(command);
        }
        if (room) reply(command.command, CommandStatus.PROCESSING, null);
        else reply(command.command, CommandStatus.ERROR, MAX_PUT_OFF + " commands wait for their time already");
    }

    /** Runs what was put off and is due; returns ms until the next is, {@link Long#MAX_VALUE} if there is none. */
    long runDue() {
        while (true) {
            CommandModel due;
            synchronized (this) {
                Early next = early.peek();
                if (next == null) return Long.MAX_VALUE;
                long wait = next.start - serverTime.getAsLong();
                if (wait > 0) return wait;
                early.remove();
                due = next.command;
            }
            run(due);
        }
    }

    private void run(CommandModel command) {
        try {
            executor.execute(() -> carryOut(command));
        } catch (RejectedExecutionException e) {
            reply(command, CommandStatus.ERROR, "too many commands at once");
        }
    }

    private void carryOut(CommandModel command) {
        String name = String.valueOf(command.command()).toLowerCase(Locale.ROOT);
        Commands.Handler handler = commands.find(name);
        if (handler == null) {
            reply(command, CommandStatus.ERROR, "not found: " + shortened(name));
            return;
        }
        try {
            if (command.id() != 0 && !commands.isRepeatable(name)) log.begun(command.id(), name);
            String words = handler.run(command);
            reply(command, CommandStatus.DONE, words);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply(command, CommandStatus.CANCELLED, "stopping");
        } catch (IllegalArgumentException e) {
            reply(command, CommandStatus.CANCELLED, reason(e));
        } catch (Envelope.Refused e) {
            reply(command, e.code() == Envelope.BAD_REQUEST ? CommandStatus.CANCELLED : CommandStatus.ERROR, reason(e));
        } catch (Exception | Error e) { // the border: whatever an order does, it gets its reply
            Link.LOG.log(Level.WARNING, "command " + command.id() + " " + shortened(name) + " failed", e);
            reply(command, CommandStatus.ERROR, reason(e));
        }
    }

    private void reply(CommandModel command, int status, @Nullable String words) {
        Link.LOG.log(Level.INFO, "command " + command.id() + " " + command.command() + ": status " + status);
        if (command.id() != 0) replies.accept(new CommandReplyModel(command.id(), status, words));
    }

    private static String reason(Throwable e) {
        return shortened(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    private static String shortened(String text) {
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "…";
    }

    /** Reads ISO with or without zone (none = UTC), or epoch ms; 0 when there is none. */
    static long epochMs(@Nullable String date) {
        if (date == null || date.isBlank()) return 0;
        String text = date.strip().replace(' ', 'T');
        if (text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() < 18) return Long.parseLong(text);
        if (text.startsWith("0001-01-01")) return 0; // .NET's "no date"
        int time = text.indexOf('T');
        boolean zoned = time > 0 && (text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0);
        return zoned
                ? OffsetDateTime.parse(text).toInstant().toEpochMilli()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
