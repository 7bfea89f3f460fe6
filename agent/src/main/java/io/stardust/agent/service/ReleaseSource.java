package io.stardust.agent.service;

import io.stardust.protocol.node.UpgradeInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where newer versions of the agent come from. */
public interface ReleaseSource {
    /**
     * Returns what the server has for this node, null for nothing.
     *
     * @param channel which versions the node is to have
     * @param failed versions that did not work here
     */
    @Nullable
    UpgradeInfo ask(String channel, List<String> failed) throws IOException;

    /** Opens {@code url}, absolute or relative to the server, from its first byte. */
    InputStream open(String url) throws IOException;
}
