package io.stardust.agent.host;

import io.stardust.protocol.node.ProcessUse;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What takes too long for a heartbeat: how well the network answers, and which processes run. {@link #look} does a
 * round of it and blocks for some seconds when the network is gone; everything else returns at once what the last round
 * found. Thread-safe, one round at a time.
 */
public final class Survey {
    /** Between two rounds. */
    public static final long EVERY_MS = 15_000;
    /**
     * The server and the table of processes are looked at every so many rounds: a minute, as often as they are told.
     */
    private static final int RARELY = 4;

    private final Network network;
    private final Processes processes;
    private final Reach reach;
    private final LongSupplier nanoTime;
    private final Supplier<URI> server;
    private final Latency.Window gateway = new Latency.Window();
    private final Latency.Window nameServer = new Latency.Window();
    private final Latency.Window servers = new Latency.Window();
    private int rounds;
    private volatile Found found = new Found(Latency.UNKNOWN, Latency.UNKNOWN, Latency.UNKNOWN, List.of(), "");

    /** Reads below {@code root}; {@code server} is the one in use. */
    public Survey(Path root, LongSupplier nanoTime, Supplier<URI> server) {
        this(root, nanoTime, server, new Reach());
    }

    Survey(Path root, LongSupplier nanoTime, Supplier<URI> server, Reach reach) {
        Kernel kernel = new Kernel(root);
        this.network = new Network(kernel);
        this.processes = new Processes(kernel);
        this.nanoTime = nanoTime;
        this.server = server;
        this.reach = reach;
    }

    /** What a round found. */
    record Found(Latency gateway, Latency nameServer, Latency server, List<ProcessUse> top, String names) {
        /** Upstream's weights; a name server that never answered does not count. */
        double internet() {
            double weighted = 0.3 * nameServer.score() + 0.7 * server.score();
            return nameServer.known() ? Latency.rounded(weighted) : server.score();
        }
    }

    /** Does one round. */
    public synchronized void look() {
        if (rounds++ % RARELY == 0) {
            processes.look(nanoTime.getAsLong());
            URI to = server.get();
            int port = to.getPort() > 0 ? to.getPort() : "https".equals(to.getScheme()) ? 443 : 80;
            if (to.getHost() != null) servers.add(reach.server(to.getHost(), port));
        }
        String gate = first(network.gateway(), '/');
        if (!gate.isEmpty()) gateway.add(reach.gateway(gate));
        String names = first(network.dns(), ',');
        if (!names.isEmpty()) nameServer.add(reach.nameServer(names));
        found = new Found(
                gateway.latency(), nameServer.latency(), servers.latency(), processes.top(), processes.names());
    }

    private static String first(String text, char separator) {
        int end = text.indexOf(separator);
        return end < 0 ? text : text.substring(0, end);
    }

    Found found() {
        return found;
    }
}
