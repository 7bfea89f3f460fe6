package io.stardust.client.registry;

import io.stardust.protocol.registry.ServiceDelta;
import io.stardust.protocol.registry.ServiceState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one service. Reading it takes no lock. Deltas come from the thread that reads the socket, whole
 * states from the registry's.
 */
final class Entry {
    private final String service;
    private final LongSupplier nanoTime;
    private final long opened;
    private final long confirmNanos;
    private final CountDownLatch answered = new CountDownLatch(1);
    private final List<Consumer<List<Provider>>> listeners = new CopyOnWriteArrayList<>();

    private volatile Snapshot snapshot;
    private volatile boolean settled; // nobody waits any more
    private volatile boolean stale = true;

    private long seen = Snapshot.NO_VERSION; // newest delta since the read under way began; guarded by this
    private long readAt; // of the last answer; guarded by this
    private boolean doubted; // the last answers were empty; guarded by this
    private long doubtedAt; // guarded by this
    private boolean changed; // since listeners and disk heard; guarded by this

    /** A list that turns empty in a whole read is believed when it still is so {@code confirmNanos} later. */
    Entry(String service, @Nullable String scope, long confirmNanos, LongSupplier nanoTime) {
        this.service = service;
        this.snapshot = Snapshot.none(service, scope);
        this.confirmNanos = confirmNanos;
        this.nanoTime = nanoTime;
        this.opened = nanoTime.getAsLong();
    }

    String service() {
        return service;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    boolean isSettled() {
        return settled;
    }

    /**
     * As {@link #snapshot}, after waiting for the server's first answer until {@code nanos} from the opening at most.
     */
    Snapshot settle(long nanos, Supplier<@Nullable ServiceState> kept) {
        try {
            answered.await(opened + nanos - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (settled) return snapshot;
            ServiceState old = kept.get();
            if (old != null) {
                snapshot = snapshot.with(new ServiceState(service, Snapshot.NO_VERSION, old.providers(), 0));
                changed = true;
            }
            settled = true;
            return snapshot;
        }
    }

    /** A whole read begins. */
    synchronized void reading() {
        stale = false;
        seen = Snapshot.NO_VERSION;
    }

    boolean isStale() {
        return stale;
    }

    /** It must be read anew. */
    void outdate() {
        stale = true;
    }

    /** It must be read anew when the last answer is older than {@code nanos}, or is in doubt for long enough. */
    synchronized void outdateAfter(long nanos) {
        if (nanoTime.getAsLong() - readAt >= nanos || doubted) stale = true;
    }

    /** There will be no answer for now: nobody waits for it. */
    void refused() {
        answered.countDown();
    }

    /** The server's answer to a read. */
    synchronized void take(ServiceState state) {
        readAt = nanoTime.getAsLong();
        if (isDoubtful(state)) return;
        doubted = false;
        boolean overtaken = state.version() < seen;
        if (overtaken) stale = true;
        if (!overtaken || snapshot.version() < seen) put(snapshot.with(state));
        settled = true;
        answered.countDown();
    }

    private boolean isDoubtful(ServiceState state) {
        if (!state.providers().isEmpty() || snapshot.isEmpty()) return false;
        if (!doubted) doubtedAt = readAt;
        doubted = true;
        return readAt - doubtedAt < confirmNanos;
    }

    /** Applies what was pushed; returns false when it leaves a gap, so that the service must be read. */
    synchronized boolean take(ServiceDelta delta) {
        seen = Math.max(seen, delta.version());
        long version = snapshot.version();
        if (version >= delta.version()) return true;
        if (version == Snapshot.NO_VERSION || version < delta.from()) {
            stale = true;
            return false;
        }
        put(snapshot.with(delta));
        return true;
    }

    private void put(Snapshot next) {
        boolean same = next.state().providers().equals(snapshot.state().providers());
        snapshot = next;
        changed |= !same;
    }

    /** Returns what listeners and disk have not heard of yet, else null; from now on they have. */
    synchronized @Nullable Snapshot news() {
        if (!changed) return null;
        changed = false;
        return snapshot;
    }

    List<Consumer<List<Provider>>> listeners() {
        return listeners;
    }
}
