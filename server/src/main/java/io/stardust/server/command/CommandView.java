package io.stardust.server.command;

import io.avaje.jsonb.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order as people see it; times are epoch ms.
 *
 * @param status {@code ready}, {@code processing}, {@code done}, {@code cancelled} or {@code error}
 * @param times how often it was handed over
 */
@Json
public record CommandView(
        long id,
        long nodeId,
        String command,
        @Nullable String argument,
        String status,
        @Nullable String result,
        int times,
        long createdAt,
        String createdBy,
        @Nullable Long startAt,
        @Nullable Long expireAt,
        @Nullable Long finishedAt) {
    static CommandView of(Command command) {
        return new CommandView(
                command.id(),
                command.nodeId(),
                command.command(),
                command.argument(),
                word(command.status()),
                command.result(),
                command.times(),
                command.createdAt().toEpochMilli(),
                command.createdBy(),
                millis(command.startAt()),
                millis(command.expireAt()),
                millis(command.finishedAt()));
    }

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
