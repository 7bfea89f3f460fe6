package io.stardust.client.balance;

import io.stardust.client.registry.Provider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Power of two choices: draws two by weight and takes the one that is quicker and less busy, by the moving average of
 * its latency times its calls under way. A failure counts as a slow answer.
 */
public final class LeastLatency implements Balancer {
    private static final double NEWEST = 0.2; // its part in the average
    private static final long FAILURE_NANOS = 1_000_000_000L;
    private static final int MAX_LOADS = 4_096;

    private final @Nullable RandomGenerator random;
    private final Map<Long, Load> loads = new ConcurrentHashMap<>();

    /** Draws by the threads' own generators. */
    public LeastLatency() {
        this.random = null;
    }

    LeastLatency(RandomGenerator random) {
        this.random = random;
    }

    private static final class Load {
        private double average; // ns; guarded by this
        private int underWay; // guarded by this

        synchronized void began() {
            underWay++;
        }

        synchronized void ended(long nanos) {
            underWay = Math.max(0, underWay - 1);
            average = average == 0 ? nanos : average + NEWEST * (nanos - average);
        }

        synchronized double cost() {
            return (average + 1_000) * (underWay + 1); // one that was never called is tried soon, not by all at once
        }
    }

    @Override
    public @Nullable Provider pick(List<Provider> providers, @Nullable String key) {
        List<Provider> among = Weights.weighing(providers);
        if (among.size() < 2) return among.isEmpty() ? null : among.get(0);
        long total = 0;
        for (int i = 0; i < among.size(); i++) total += Weights.of(among.get(i));
        Provider one = draw(among, total, null);
        Provider two = draw(among, total - Weights.of(one), one);
        return cost(two) < cost(one) ? two : one;
    }

    private Provider draw(List<Provider> among, long total, @Nullable Provider without) {
        RandomGenerator generator = random == null ? ThreadLocalRandom.current() : random;
        long at = generator.nextLong(total);
        Provider last = among.get(0);
        for (int i = 0; i < among.size(); i++) {
            Provider each = among.get(i);
            if (without != null && each.id() == without.id()) continue;
            last = each;
            at -= Weights.of(each);
            if (at < 0) return each;
        }
        return last;
    }

    private double cost(Provider provider) {
        Load load = loads.get(provider.id());
        return load == null ? 0 : load.cost();
    }

    @Override
    public void began(Provider provider) {
        if (loads.size() > MAX_LOADS) loads.clear();
        loads.computeIfAbsent(provider.id(), id -> new Load()).began();
    }

    @Override
    public void ended(Provider provider, long nanos, boolean well) {
        Load load = loads.get(provider.id());
        if (load != null) load.ended(well ? nanos : Math.max(nanos, FAILURE_NANOS));
    }
}
