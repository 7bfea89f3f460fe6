package io.stardust.server.command;

import io.stardust.server.node.Node;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A wish to command {@code node}.
 *
 * @param command its name; sent in lower case
 * @param argument JSON as text, or plain text
 * @param startAt not before; null: at once
 * @param expireAt not after; null: until it was handed over too often
 * @param actor who wishes, as in the change table
 */
public record NewCommand(
        Node node,
        String command,
        @Nullable String argument,
        @Nullable Instant startAt,
        @Nullable Instant expireAt,
        String actor) {
    /** At once, without an end. */
    public static NewCommand now(Node node, String command, @Nullable String argument, String actor) {
        return new NewCommand(node, command, argument, null, null, actor);
    }
}
