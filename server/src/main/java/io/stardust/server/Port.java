package io.stardust.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Tells in clear words, before anything else has begun, what is the commonest reason not to start. */
final class Port {
    private Port() {}

    /**
     * Tries whether {@code port} can be listened on; 0 always can.
     *
     * @throws IllegalStateException if it cannot
     */
    static void requireFree(String address, int port) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw new IllegalStateException("%s: %s".formatted(taken(address, port), e.getMessage()), e);
        }
    }

    static String taken(String address, int port) {
        return "port: %d on %s cannot be listened on (expected: a free one; --port and --bind choose)"
                .formatted(port, address);
    }
}
