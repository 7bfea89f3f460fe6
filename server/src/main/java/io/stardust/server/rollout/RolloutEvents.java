package io.stardust.server.rollout;

import io.stardust.server.change.Changes.Tx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells that rollouts have moved. Thread-safe. */
public final class RolloutEvents {
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Hears of a rollout once it is on disk, on the writer's thread: it must return at once. */
    @FunctionalInterface
    public interface Listener {
        /** Something of a rollout has changed by itself, not by a person's request. */
        void moved(long rolloutId);
    }

    /** Adds a listener; before the server serves. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Tells the listeners of a rollout when {@code tx} is on disk. */
    public void moved(Tx tx, long rolloutId) {
        tx.afterCommit(() -> {
            for (Listener listener : listeners) listener.moved(rolloutId);
        });
    }
}
