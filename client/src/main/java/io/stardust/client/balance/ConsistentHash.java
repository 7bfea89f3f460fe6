package io.stardust.client.balance;

import io.stardust.client.registry.Provider;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one key go to one provider, the same in every process; when a provider comes or goes, only its own keys
 * move. Keys are spread by weight. A call without a key goes anywhere. By weighted rendezvous hashing over the
 * provider's first address, so that a restart on the same address changes nothing.
 */
public final class ConsistentHash implements Balancer {
    /** Makes one; it keeps nothing. */
    public ConsistentHash() {}

    @Override
    public @Nullable Provider pick(List<Provider> providers, @Nullable String key) {
        List<Provider> among = Weights.weighing(providers);
        long keyed = key == null ? ThreadLocalRandom.current().nextLong() : hash(key);
        @Nullable Provider best = null;
        double most = Double.NEGATIVE_INFINITY;
        for (Provider each : among) {
            double score = -Weights.of(each) / Math.log(fraction(mix(keyed ^ hash(name(each)))));
            if (score > most) {
                most = score;
                best = each;
            }
        }
        return best;
    }

    private static String name(Provider provider) {
        return provider.addresses().isEmpty()
                ? "#" + provider.id()
                : provider.addresses().get(0).toString();
    }

    /** FNV-1a over the characters; the same everywhere. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        return mix(hash);
    }

    /** The last step of SplitMix64: each bit depends on all. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** In (0, 1). */
    private static double fraction(long bits) {
        return ((bits >>> 11) + 0.5) * 0x1.0p-53;
    }
}
