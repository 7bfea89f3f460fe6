package io.stardust.server.instance;

import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.command.CommandStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One command that an instance was given, until it is over. Thread-safe. */
final class Order {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final long id;
    private final Instance to;
    private final String command;
    private final @Nullable String argument;
    private final Instant expireAt;
    private final CompletableFuture<CommandReplyModel> end = new CompletableFuture<>();
    private int times; // guarded by this

    Order(long id, Instance to, String command, @Nullable String argument, Instant expireAt) {
        this.id = id;
        this.to = to;
        this.command = command;
        this.argument = argument;
        this.expireAt = expireAt;
    }

    long id() {
        return id;
    }

    Instance to() {
        return to;
    }

    /** Completes when it is answered or given up. */
    CompletableFuture<CommandReplyModel> end() {
        return end;
    }

    /** How it stands. */
    CommandReplyModel state() {
        return Optional.ofNullable(end.getNow(null)).orElseGet(() -> new CommandReplyModel(id, handedOver(), null));
    }

    private synchronized int handedOver() {
        return times == 0 ? CommandStatus.READY : CommandStatus.PROCESSING;
    }

    /** Counts that it is handed over; how often that was. */
    synchronized int handOver() {
        return ++times;
    }

    boolean expired(Instant now) {
        return !expireAt.isAfter(now);
    }

    void cancel(String why) {
        end.complete(new CommandReplyModel(id, CommandStatus.CANCELLED, why));
    }

    /**
     * As it goes over the wire. The end is told to our SDK only: clients compiled before 2025 read UTC as the wall
     * clock and would give a fresh command up, and what has ended is handed to nobody anyway.
     */
    CommandModel model() {
        String expire = to.sdk() ? UTC.format(expireAt) : "";
        return new CommandModel(id, command, argument, "", expire, null, CommandStatus.READY);
    }
}
