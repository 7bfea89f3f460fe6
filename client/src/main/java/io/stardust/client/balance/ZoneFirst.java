package io.stardust.client.balance;

import io.stardust.client.registry.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Providers of the own zone as long as there are enough of them, else all: a zone whose last one would take every call
 * gets help from the others. Who is chosen among them another balancer says.
 */
public final class ZoneFirst implements Balancer {
    private final Balancer inner;
    private final @Nullable String zone;
    private final int least;

    /**
     * Prefers {@code zone} (null = none) while it has at least {@code least} providers that weigh something and are not
     * passed over.
     */
    public ZoneFirst(Balancer inner, @Nullable String zone, int least) {
        this.inner = inner;
        this.zone = zone;
        this.least = least;
    }

    @Override
    public @Nullable Provider pick(List<Provider> providers, @Nullable String key) {
        return inner.pick(near(providers), key);
    }

    private List<Provider> near(List<Provider> providers) {
        if (zone == null) return providers;
        List<Provider> near = providers.stream()
                .filter(each -> zone.equals(each.zone()) && each.weight() > 0)
                .toList();
        return near.size() < Math.max(least, 1) ? providers : near;
    }

    @Override
    public void began(Provider provider) {
        inner.began(provider);
    }

    @Override
    public void ended(Provider provider, long nanos, boolean well) {
        inner.ended(provider, nanos, well);
    }
}
