package io.stardust.client.link;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which server is asked next: the one in use until it fails; a server that failed is passed over for the shield time
 * unless all have failed, then the one that failed longest ago is tried. Thread-safe. Source: upstream's
 * LoadBalanceMode.Failover.
 */
final class Servers {
    private List<URI> all;
    private final long shieldNanos;
    private final LongSupplier nanoTime;
    private final Map<URI, Long> failedAt = new HashMap<>();
    private URI current;

    Servers(List<URI> all, Duration shield, LongSupplier nanoTime) {
        this.all = all;
        this.shieldNanos = shield.toNanos();
        this.nanoTime = nanoTime;
        this.current = all.get(0);
    }

    /** Other servers by the same rules. */
    Servers like(List<URI> others) {
        return new Servers(List.copyOf(others), Duration.ofNanos(shieldNanos), nanoTime);
    }

    synchronized URI current() {
        return current;
    }

    /** Returns each server once, in the order in which they should be asked. */
    synchronized List<URI> order() {
        int start = Math.max(0, all.indexOf(current));
        List<URI> open = new ArrayList<>();
        List<URI> shielded = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            URI server = all.get((start + i) % all.size());
            (isShielded(server) ? shielded : open).add(server);
        }
        shielded.sort((a, b) -> Long.compare(failedAt.getOrDefault(a, 0L) - failedAt.getOrDefault(b, 0L), 0));
        open.addAll(shielded);
        return open;
    }

    private boolean isShielded(URI server) {
        Long failed = failedAt.get(server);
        return failed != null && nanoTime.getAsLong() - failed < shieldNanos;
    }

    /**
     * A call that began before {@link #replace} may still tell of a server that is none any more: it counts nothing.
     */
    synchronized void worked(URI server) {
        if (!all.contains(server)) return;
        failedAt.remove(server);
        current = server;
    }

    /** Passes {@code server} over from now on. */
    synchronized void failed(URI server) {
        if (!all.contains(server)) return;
        failedAt.put(server, nanoTime.getAsLong());
        if (server.equals(current)) current = order().get(0);
    }

    /** Other servers from now on. */
    synchronized void replace(List<URI> servers) {
        all = List.copyOf(servers);
        failedAt.clear();
        current = all.get(0);
    }

    /** In order of preference. */
    synchronized List<URI> all() {
        return all;
    }

    /** Whether {@code url} has scheme, host and port of one of the servers. */
    boolean owns(URI url) {
        String origin = origin(url);
        for (URI server : all()) if (origin(server).equals(origin)) return true;
        return false;
    }

    private static String origin(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
        int port = url.getPort() > 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + host + ":" + port;
    }
}
