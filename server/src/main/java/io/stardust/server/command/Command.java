package io.stardust.server.command;

import io.stardust.api.command.CommandView;
import io.stardust.protocol.command.CommandStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order to a node. Immutable.
 *
 * @param status see {@link CommandStatus}
 * @param acknowledged true when the node said that it has it and works on it
 * @param times how often it was handed over
 * @param result what the node answered, or why the order ended without it
 * @param startAt not before; null: at once
 * @param expireAt not after; null: it gives up by itself
 * @param deliveredAt when it was first handed over
 */
public record Command(
        long id,
        long projectId,
        long nodeId,
        String command,
        @Nullable String argument,
        int status,
        boolean acknowledged,
        int times,
        @Nullable String result,
        Instant createdAt,
        String createdBy,
        @Nullable Instant startAt,
        @Nullable Instant expireAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant finishedAt) {
    /** True when nothing more will happen to it. */
    public boolean isFinal() {
        return status >= CommandStatus.DONE;
    }

    /** As people see it. */
    CommandView view() {
        return new CommandView(
                id,
                nodeId,
                command,
                argument,
                word(status),
                result,
                times,
                createdAt.toEpochMilli(),
                createdBy,
                millis(startAt),
                millis(expireAt),
                millis(finishedAt));
    }

    /** A status as people see it. */
    static String word(int status) {
        return switch (status) {
            case 0 -> "ready";
            case 1 -> "processing";
            case 2 -> "done";
            case 3 -> "cancelled";
            default -> "error";
        };
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }
}
