package io.stardust.server.instance;

import io.stardust.server.push.PushSessions;

/** Closes the push channel of an instance that is over. Thread-safe. */
final class LinkEnds implements InstanceListener {
    private final PushSessions sessions;

    LinkEnds(PushSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void left(Instance instance, Departure why) {
        sessions.close(instance.key());
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
