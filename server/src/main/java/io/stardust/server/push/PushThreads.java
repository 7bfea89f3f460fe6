package io.stardust.server.push;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Virtual threads of single connections, of which there are thousands; what ends one of them is logged. */
final class PushThreads {
    private static final Logger LOG = LoggerFactory.getLogger(PushThreads.class);

    private PushThreads() {}

    /** What a thread does until its connection ends. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    static Thread start(String name, Work work) {
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
