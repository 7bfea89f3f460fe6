package io.stardust.server.instance;

import io.stardust.server.push.PushSessions;

/** What push channels tell of their instances. Thread-safe. */
final class Links implements PushSessions.Listener {
    private final Instances instances;
    private final EventBus bus;

    Links(Instances instances, EventBus bus) {
        this.instances = instances;
        this.bus = bus;
    }

    @Override
    public void opened(String key) {
        instances.byKey(key).ifPresent(instances::linked);
    }

    @Override
    public void lost(String key) {
        instances.byKey(key).ifPresent(instances::unlinked);
    }

    @Override
    public void alive(String key) {
        instances.byKey(key).ifPresent(instance -> instances.alive(instance, null));
    }

    @Override
    public void text(String key, String text) {
        instances.byKey(key).ifPresent(instance -> bus.said(instance, text));
    }
}
