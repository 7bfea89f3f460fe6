package io.stardust.client.balance;

import io.stardust.client.registry.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which provider the next call goes to. Thread-safe; one for each service. */
public interface Balancer {
    /**
     * Returns one of {@code providers}; null only when there is none. Those of weight 0 are taken when all weigh
     * nothing.
     *
     * @param key Calls of one key go together, where a balancer heeds it; null = none.
     */
    @Nullable
    Provider pick(List<Provider> providers, @Nullable String key);

    /** A call to {@code provider} begins. */
    default void began(Provider provider) {}

    /** A call that began is over after {@code nanos}; {@code well} says whether an answer came. */
    default void ended(Provider provider, long nanos, boolean well) {}
}
