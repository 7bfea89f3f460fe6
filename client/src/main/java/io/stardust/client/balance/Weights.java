package io.stardust.client.balance;

import io.stardust.client.registry.Provider;
import java.util.List;

/** Weight 0 means no calls, unless there is nobody else. */
final class Weights {
    private Weights() {}

    /** Returns those that weigh something; all when none does. */
    static List<Provider> weighing(List<Provider> providers) {
        boolean all = true;
        boolean any = false;
        for (int i = 0; i < providers.size(); i++) {
            boolean weighs = providers.get(i).weight() > 0;
            all &= weighs;
            any |= weighs;
        }
        return all || !any
                ? providers
                : providers.stream().filter(each -> each.weight() > 0).toList();
    }

    /** The share of one among those that {@link #weighing} returned. */
    static int of(Provider provider) {
        return Math.max(provider.weight(), 1);
    }
}
