package io.stardust.agent;

import io.stardust.protocol.loop.Chore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Work that may block, one at a time, in a thread that ends with it: an idle agent has none. Thread-safe. */
final class Aside {
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
        boolean started = false;
        try {
            Chore.start(name, () -> {
                try {
                    work.run();
                } finally {
                    busy.set(false);
                }
            });
            started = true;
        } finally {
            if (!started) busy.set(false);
        }
    }
}
