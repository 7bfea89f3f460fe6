package io.stardust.server.live;

import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceListener;
import java.util.function.Consumer;

/** Hears what changes in the list of an app's instances; heartbeats do not. */
final class InstanceEar implements InstanceListener {
    private final Consumer<Instance> changed;

    InstanceEar(Consumer<Instance> changed) {
        this.changed = changed;
    }

    @Override
    public void came(Instance instance) {
        changed.accept(instance);
    }

    @Override
    public void alive(Instance instance) {}

    @Override
    public void linked(Instance instance) {
        changed.accept(instance);
    }

    @Override
    public void unlinked(Instance instance) {
        changed.accept(instance);
    }

    @Override
    public void left(Instance instance, Departure why) {
        changed.accept(instance);
    }
}
