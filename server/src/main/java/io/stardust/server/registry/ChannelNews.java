package io.stardust.server.registry;

import io.stardust.protocol.Json;
import io.stardust.protocol.registry.BusyFrame;
import io.stardust.protocol.registry.DrainState;
import io.stardust.protocol.registry.ServiceAck;
import io.stardust.server.push.PushSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What instances say to the registry over their push channels. Thread-safe. */
final class ChannelNews implements PushSessions.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelNews.class);

    private final Asking asking;
    private final Drains drains;

    ChannelNews(Asking asking, Drains drains) {
        this.asking = asking;
        this.drains = drains;
    }

    @Override
    public void opened(String key) {}

    @Override
    public void lost(String key) {}

    @Override
    public void text(String key, String text) {
        if (text.startsWith(ServiceAck.PREFIX)) {
            acknowledged(key, text.substring(ServiceAck.PREFIX.length()));
        } else if (text.startsWith(BusyFrame.PREFIX)) {
            int calls = BusyFrame.calls(text);
            if (calls != DrainState.UNKNOWN) drains.busy(key, calls);
        }
    }

    private void acknowledged(String key, String json) {
        try {
            asking.acknowledged(key, Json.WIRE.read(json, ServiceAck.class));
        } catch (Json.BadJson | NullPointerException e) {
            LOG.debug("{}: acknowledges what cannot be read: {}", key, e.getMessage());
        }
    }
}
