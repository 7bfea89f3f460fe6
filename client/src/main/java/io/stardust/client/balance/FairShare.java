package io.stardust.client.balance;

import io.stardust.client.registry.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * By weight, and less for who is clearly worse than the others: of weights 10 and 90 the first gets a tenth of the
 * calls, as long as it answers.
 *
 * <p>Clearly slower is whose calls take twice as long as those of the quicker half of the providers, and 10 ms more,
 * the usual spread aside; a failure counts as an answer after a second. Its share falls with the square of that, to a
 * two-hundredth at the least: by these calls it is seen to be well again. So much is left as well to who is stuck: got
 * twice its share of the calls since it was last heard, and some more.
 */
public final class FairShare implements Balancer {
    private static final double TIMES = 2;
    private static final double MORE_NANOS = 10e6;
    private static final int MORE_CALLS = 4;
    private static final double LEAST_PART = 1 / 200.0;
    private static final long FAILURE_NANOS = 1_000_000_000L;
    private static final int MAX_LOADS = 4_096;

    private final @Nullable RandomGenerator random;
    private final LongSupplier nanoTime;
    private final Map<Long, Load> loads = new ConcurrentHashMap<>();

    /** Draws by the threads' own generators. */
    public FairShare() {
        this.random = null;
        this.nanoTime = System::nanoTime;
    }

    FairShare(RandomGenerator random, LongSupplier nanoTime) {
        this.random = random;
        this.nanoTime = nanoTime;
    }

    @Override
    public @Nullable Provider pick(List<Provider> providers, @Nullable String key) {
        List<Provider> among = Weights.weighing(providers);
        if (among.size() < 2) return among.isEmpty() ? null : among.get(0);
        double[] shares = shares(among);
        double total = 0;
        for (double each : shares) total += each;
        RandomGenerator generator = random == null ? ThreadLocalRandom.current() : random;
        double at = generator.nextDouble() * total;
        int last = shares.length - 1;
        for (int i = 0; i < last; i++) {
            at -= shares[i];
            if (at < 0) return among.get(i);
        }
        return among.get(last);
    }

    private double[] shares(List<Provider> among) {
        long now = nanoTime.getAsLong();
        var seen = new Load.Seen[among.size()];
        long weight = 0;
        long unheard = 0;
        for (int i = 0; i < seen.length; i++) {
            Load load = loads.get(among.get(i).id());
            seen[i] = load == null ? Load.Seen.NOTHING : load.seen(now);
            weight += Weights.of(among.get(i));
            unheard += seen[i].unheard();
        }
        double slow = slow(seen);
        var shares = new double[seen.length];
        for (int i = 0; i < seen.length; i++) {
            int own = Weights.of(among.get(i));
            double fair = (double) (unheard - seen[i].unheard() + MORE_CALLS) * own / (weight - own);
            double stuck = TIMES * fair + MORE_CALLS;
            double part = seen[i].unheard() > stuck ? 0 : Math.min(1, slow / seen[i].least());
            shares[i] = own * Math.max(part * part, LEAST_PART);
        }
        return shares;
    }

    /** From how many ns on a call is clearly slower than those of the quicker half. */
    private static double slow(Load.Seen[] seen) {
        var usual = new double[seen.length];
        int known = 0;
        double slowest = 0;
        double quickest = Double.POSITIVE_INFINITY;
        for (Load.Seen each : seen) {
            if (Double.isNaN(each.usual())) continue;
            usual[known++] = each.usual();
            quickest = Math.min(quickest, each.usual());
            slowest = Math.max(slowest, each.least());
        }
        if (slowest <= TIMES * quickest + MORE_NANOS) return Double.POSITIVE_INFINITY; // nobody is: no need to sort
        Arrays.sort(usual, 0, known);
        return TIMES * usual[(known - 1) / 2] + MORE_NANOS;
    }

    @Override
    public void began(Provider provider) {
        load(provider).began();
    }

    /** Also of a call whose begin was not told. */
    @Override
    public void ended(Provider provider, long nanos, boolean well) {
        load(provider).ended(nanoTime.getAsLong(), well ? nanos : Math.max(nanos, FAILURE_NANOS));
    }

    private Load load(Provider provider) {
        Load known = loads.get(provider.id());
        if (known != null) return known;
        if (loads.size() >= MAX_LOADS) loads.clear();
        return loads.computeIfAbsent(provider.id(), id -> new Load());
    }
}
