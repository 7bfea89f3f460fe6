package io.stardust.agent.probe;

import java.io.IOException;

/** How a command is run as the app itself would be. Thread-safe. */
public interface Surroundings {
    /**
     * Starts a command without a shell, in a session of its own, in the app's work directory, with its environment and
     * as its user; its output can be read from the process.
     *
     * @throws IOException if it cannot be started, in words for people
     */
    Process start(String line) throws IOException;

    /** Ends a process started here and all that it has started; returns at once. */
    void kill(Process process);
}
