package io.stardust.server.http;

import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the connections that were accepted and are not ours yet: their TLS handshake is under way, for which the web
 * framework waits for ever. Those that take too long are closed. Hears of a new connection as the options that the
 * framework sets on its socket. Thread-safe.
 */
final class Handshakes implements SocketOptions {
    private static final Logger LOG = LoggerFactory.getLogger(Handshakes.class);

    /** An answer beyond 8 KiB goes out in two writes: the second must not wait until the first is acknowledged. */
    private final SocketOptions usual = SocketOptions.builder().tcpNoDelay(true).build();

    private final Map<SocketAddress, Begun> begun = new ConcurrentHashMap<>();

    /** @param at when, {@code System.nanoTime()} */
    private record Begun(SocketChannel channel, long at) {}

    @Override
    public void configureSocket(SocketChannel channel) {
        usual.configureSocket(channel);
        try {
            begun.put(channel.getRemoteAddress(), new Begun(channel, System.nanoTime()));
        } catch (IOException e) {
            LOG.debug("a connection was gone before it was taken: {}", e.getMessage());
        }
    }

    /** The connection of {@code peer} is through. */
    void ended(SocketAddress peer) {
        begun.remove(peer);
    }

    /** Closes what takes longer than {@code patience}. */
    void closeLate(long now, Duration patience) {
        begun.values().removeIf(each -> !each.channel().isOpen() || endedWhenLate(each, now, patience));
    }

    private boolean endedWhenLate(Begun each, long now, Duration patience) {
        if (now - each.at() <= patience.toNanos()) return false;
        try {
            each.channel().close();
        } catch (IOException e) {
            LOG.debug("a late connection did not close: {}", e.getMessage());
        }
        return true;
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return usual.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return usual.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return usual.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return usual.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return usual.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return usual.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return usual.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return usual.tcpNoDelay();
    }
}
