package io.stardust.client.balance;

import io.stardust.client.registry.Provider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In turn, each as often as its weight says and never in bursts: of weights 5, 1, 1 come a a b a c a a. Source: nginx's
 * smooth weighted round robin.
 */
public final class WeightedRoundRobin implements Balancer {
    private final Map<Long, Long> credits = new HashMap<>(); // guarded by this

    @Override
    public synchronized @Nullable Provider pick(List<Provider> providers, @Nullable String key) {
        List<Provider> among = Weights.weighing(providers);
        @Nullable Provider best = null;
        long most = Long.MIN_VALUE;
        long total = 0;
        for (Provider each : among) {
            long credit = credits.merge(each.id(), (long) Weights.of(each), Long::sum);
            total += Weights.of(each);
            if (credit > most) {
                most = credit;
                best = each;
            }
        }
        if (best != null) credits.merge(best.id(), -total, Long::sum);
        if (credits.size() > 2 * providers.size() + 16) forgetAllBut(providers);
        return best;
    }

    private void forgetAllBut(List<Provider> providers) {
        credits.keySet().removeIf(id -> providers.stream().noneMatch(each -> each.id() == id));
    }
}
