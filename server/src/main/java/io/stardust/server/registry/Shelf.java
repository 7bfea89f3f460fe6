package io.stardust.server.registry;

import io.stardust.server.instance.Instance;
import java.util.List;

/** The providers of one service as they stood at one moment. Immutable; thread-safe. */
public final class Shelf {
    private final Snapshot snapshot;
    private final Grants grants;

    Shelf(Snapshot snapshot, Grants grants) {
        this.snapshot = snapshot;
        this.grants = grants;
    }

    /** The name of the service. */
    public String service() {
        return snapshot.service;
    }

    /** All that consumers are told of. */
    public List<Offered> all() {
        return offered(snapshot.shown);
    }

    /** Those that {@code consumer} may call. */
    public List<Offered> of(Instance consumer) {
        return offered(snapshot.of(consumer, grants));
    }

    /** True when nothing can have changed between {@code other} and this. */
    public boolean isSame(Shelf other) {
        return snapshot == other.snapshot;
    }

    private List<Offered> offered(List<Provider> providers) {
        return providers.stream()
                .map(Provider::offered)
                .map(one -> snapshot.weightless ? one.amongWeightless() : one)
                .toList();
    }
}
