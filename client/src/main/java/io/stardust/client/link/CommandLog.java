package io.stardust.client.link;

import java.io.IOException;
import java.util.Set;

/**
 * Remembers over the end of the program which commands it has begun, so that none is carried out twice. Thread-safe. A
 * program without one ({@link #NONE}) remembers as long as it lives.
 */
public interface CommandLog {
    /** Remembers nothing. */
    CommandLog NONE = new CommandLog() {
        @Override
        public Known load() {
            return new Known(Set.of(), Set.of());
        }

        @Override
        public void begun(long id, String name) {
            // the inbox remembers while the program lives
        }

        @Override
        public void answered(long id) {
            // nothing to forget
        }
    };

    /**
     * What earlier lives of the program did.
     *
     * @param unanswered begun, and the server never heard what came of it
     * @param answered those whose reply the server has
     */
    record Known(Set<Long> unanswered, Set<Long> answered) {
        /** Copies both. */
        public Known {
            unanswered = Set.copyOf(unanswered);
            answered = Set.copyOf(answered);
        }
    }

    /** Reads it; asked once, before any command. What cannot be read is as if it were not there. */
    Known load();

    /**
     * Command {@code id} is about to be carried out; it is on disk when this returns.
     *
     * @throws IOException if it could not be noted and must not be carried out without
     */
    void begun(long id, String name) throws IOException;

    /** The server has the last reply to {@code id}. */
    void answered(long id);
}
