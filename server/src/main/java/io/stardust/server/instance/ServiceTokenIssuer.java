package io.stardust.server.instance;

import org.jspecify.annotations.Nullable;

/** Makes what an instance shows to providers that it calls directly. Thread-safe. */
@FunctionalInterface
public interface ServiceTokenIssuer {
    /** A token for {@code instance}, for the answer to its login or heartbeat; null: none now. */
    @Nullable
    String tokenFor(Instance instance);
}
