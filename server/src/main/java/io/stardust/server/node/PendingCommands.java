package io.stardust.server.node;

import io.stardust.protocol.command.CommandModel;
import java.util.List;

/** Tells which orders a node has not answered. Thread-safe; asked at every heartbeat, and counts as a delivery. */
@FunctionalInterface
public interface PendingCommands {
    /** Returns the oldest unanswered orders of {@code node}, at most 100; empty when there are none. */
    List<CommandModel> deliver(Node node);
}
