package io.stardust.agent;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that may block, one at a time, in a thread that ends with it: an idle agent has none. Thread-safe. */
final class Aside {
    private static final Logger LOG = LoggerFactory.getLogger(Aside.class);

    private final String name;
    private final Runnable work;
    private final AtomicBoolean busy = new AtomicBoolean();

    Aside(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    /** Does it unless it is being done. */
    void start() {
        if (!busy.compareAndSet(false, true)) return;
        Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                work.run();
            } catch (RuntimeException e) { // the border: it is done again
                LOG.error("{} stumbled", name, e);
            } finally {
                busy.set(false);
            }
        });
    }
}
