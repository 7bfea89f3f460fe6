package io.stardust.server.config;

import io.stardust.server.config.Delivery.Kept;
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
     * @param held what it has now
     * @param at epoch ms
     * @param sent what it will have with the change that was pushed last; null: none was
     */
    record Asked(String scope, Kept held, long at, @Nullable Kept sent) {
        long version() {
            return held.version();
        }
    }

    void answered(Instance who, String scope, Kept held) {
        asked.put(who.key(), new Asked(scope, held, clock.millis(), null));
    }

    /** A change that leads from {@code before} to {@code sent} is on its way. */
    void sent(Instance who, Asked before, Kept sent) {
        asked.replace(who.key(), before, new Asked(before.scope(), before.held(), before.at(), sent));
    }

    /** It says that it has {@code version} now. */
    void acknowledged(String key, long version) {
        asked.computeIfPresent(key, (_, was) -> {
            @Nullable Kept sent = was.sent();
            if (sent == null || sent.version() != version) return was;
            return new Asked(was.scope(), sent, clock.millis(), null);
        });
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
