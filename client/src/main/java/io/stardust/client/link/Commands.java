package io.stardust.client.link;

import io.stardust.protocol.command.CommandModel;
import org.jspecify.annotations.Nullable;

/** The orders a program takes. Thread-safe: several commands may run at once. */
public interface Commands {
    /** Returns what carries out {@code name} (lower case), or null when the program does not know it. */
    @Nullable
    Handler find(String name);

    /** Whether carrying out {@code name} (lower case) twice does no more than once: it then is not noted on disk. */
    default boolean isRepeatable(String name) {
        return false;
    }

    /** Carries out one order. */
    interface Handler {
        /**
         * Returns the words for the reply, null for none. Runs on a thread of its own and may take its time.
         *
         * @throws IllegalArgumentException if the order is wrong: the reply says "cancelled" and the message
         * @throws Exception if it failed: the reply says "error" and the message
         */
        @Nullable
        String run(CommandModel command) throws Exception;
    }
}
