package io.stardust.server.push;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Virtual threads that live for a moment, of single connections and pushes; what ends one of them is logged. */
public final class PushThreads {
    private static final Logger LOG = LoggerFactory.getLogger(PushThreads.class);

    private PushThreads() {}

    /** What a thread does until its connection ends. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /** Begins to do {@code work}. */
    public static Thread start(String name, Work work) {
        return Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the connection ends
            } catch (Throwable e) { // the border
                LOG.error("{} failed", name, e);
            }
        });
    }
}
