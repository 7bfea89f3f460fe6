package io.stardust.server.config;

import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceListener;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What each instance that is there was given last. In memory: they ask again within a minute. Thread-safe. */
final class Askers implements InstanceListener {
    private final InstantSource clock;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    Askers(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param scope that it got values of
     * @param version that it has now
     * @param at epoch ms
     */
    record Asked(String scope, long version, long at) {}

    void answered(Instance who, String scope, long version) {
        asked.put(who.key(), new Asked(scope, version, clock.millis()));
    }

    @Nullable
    Asked of(Instance who) {
        return asked.get(who.key());
    }

    @Override
    public void left(Instance instance, Departure why) {
        asked.remove(instance.key());
    }

    @Override
    public void came(Instance instance) {}

    @Override
    public void alive(Instance instance) {}

    @Override
    public void linked(Instance instance) {}

    @Override
    public void unlinked(Instance instance) {}
}
