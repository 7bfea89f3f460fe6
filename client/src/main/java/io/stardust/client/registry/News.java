package io.stardust.client.registry;

import io.stardust.protocol.loop.Loop;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells listeners and the disk what changed, on a thread of its own. Thread-safe. */
final class News implements AutoCloseable {
    private final Map<String, Entry> entries;
    private final Kept kept;
    private final Bell bell = new Bell();
    private final Queue<Runnable> joining = new ConcurrentLinkedQueue<>();
    private final Loop loop = Loop.of("stardust-news", this::due, due -> turn());

    News(Map<String, Entry> entries, Kept kept) {
        this.entries = entries;
        this.kept = kept;
    }

    void start() {
        loop.start();
    }

    void ring() {
        bell.ring();
    }

    /** {@code listener} hears of {@code entry} from now on; first what is known, if anything is. */
    void add(Entry entry, Consumer<List<Provider>> listener) {
        joining.add(() -> {
            entry.listeners().add(listener);
            if (!entry.snapshot().isEmpty()) tell(entry, listener, entry.snapshot());
        });
        bell.ring();
    }

    private Boolean due() throws InterruptedException {
        bell.rest(TimeUnit.SECONDS.toNanos(30));
        return Boolean.TRUE;
    }

    private void turn() {
        for (Entry entry : entries.values()) {
            Snapshot snapshot = entry.news();
            if (snapshot == null) continue;
            for (Consumer<List<Provider>> each : entry.listeners()) tell(entry, each, snapshot);
            if (snapshot.version() != Snapshot.NO_VERSION) kept.store(snapshot.state());
        }
        for (Runnable each = joining.poll(); each != null; each = joining.poll()) each.run();
    }

    private static void tell(Entry entry, Consumer<List<Provider>> listener, Snapshot snapshot) {
        try {
            listener.accept(snapshot.usual());
        } catch (RuntimeException e) { // the app's own; the others shall hear all the same
            Registry.LOG.log(Level.ERROR, "a listener of " + entry.service() + " failed", e);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
