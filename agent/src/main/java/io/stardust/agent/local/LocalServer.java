package io.stardust.agent.local;

import io.stardust.protocol.loop.Chore;
import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.loop.LoopState;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where programs on this machine reach the agent: UDP for the SDKs' questions, also from the network for who looks for
 * an agent, and HTTP on the loopback address. The agent's small rounds run here, too, each second: the thread that
 * waits for connections wakes up for them. A port that is taken is said once and tried again; the agent does without
 * meanwhile.
 */
public final class LocalServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);
    private static final int ROUND_MS = 1_000;
    private static final int RETRY_ROUNDS = 60;
    private static final int MAX_DATAGRAM = 8 * 1024;
    private static final int MAX_CONNECTIONS = 4;
    /** Answers a second to other machines: enough to be found, too few to be aimed at anybody. */
    private static final int MAX_STRANGERS = 20;

    private static final int PAUSE_MS = 100;

    private final int port;
    private final Path state;
    private final LocalAnswers answers;
    private final Runnable round;
    private final RandomGenerator random;
    private final Loop loop = Loop.of("local", this::accept, due -> turn());
    private volatile @Nullable Loop datagramLoop;
    private int rounds; // of the loop alone
    private final AtomicInteger connections = new AtomicInteger();

    private @Nullable LocalHttp http;
    private volatile @Nullable ServerSocket tcp;
    private volatile @Nullable DatagramSocket udp;
    private volatile boolean closed;
    private boolean told;
    private long second; // of the strangers counted; of the UDP thread
    private int strangers;

    /**
     * Opens nothing yet.
     *
     * @param port 0 = no doors, only rounds; negative = any that is free
     * @param round runs about each second; must not take long
     */
    public LocalServer(int port, Path state, LocalAnswers answers, Runnable round, RandomGenerator random) {
        this.port = port;
        this.state = state;
        this.answers = answers;
        this.round = round;
        this.random = random;
    }

    /** Opens the doors, if they can be, and begins the rounds. */
    public void start() {
        if (port != 0) open();
        loop.start();
    }

    /** The port of both doors; 0 when they are shut. */
    int port() {
        ServerSocket open = tcp;
        return open == null ? 0 : open.getLocalPort();
    }

    private void open() {
        try {
            if (http == null) http = new LocalHttp(answers, LocalToken.make(state, random));
            var server = new ServerSocket();
            try {
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Math.max(0, port)), 16);
                server.setSoTimeout(ROUND_MS);
                var datagrams = new DatagramSocket(server.getLocalPort());
                tcp = server;
                udp = datagrams;
                byte[] buffer = new byte[MAX_DATAGRAM];
                datagramLoop = Loop.of(
                                "local-udp", () -> receive(datagrams, buffer), packet -> answer(datagrams, packet))
                        .start();
            } catch (IOException e) {
                server.close();
                throw e;
            }
            if (told) LOG.info("the local API is on port {} now", port);
            told = false;
        } catch (IOException e) {
            if (!told) LOG.warn("local.port: {} cannot be opened, the agent does without it: {}", port, e.getMessage());
            told = true;
        }
    }

    private void turn() {
        rounds++;
        if (tcp == null && port != 0 && rounds % RETRY_ROUNDS == 0) open();
        round.run();
    }

    /** How its threads fare. */
    public List<LoopState> loops() {
        Loop datagrams = datagramLoop;
        return datagrams == null ? List.of(loop.state()) : List.of(loop.state(), datagrams.state());
    }

    /** Takes connections until a round is due; null when it is closed. */
    private @Nullable Boolean accept() throws InterruptedException {
        if (closed) return null;
        take();
        return closed ? null : Boolean.TRUE;
    }

    private void take() throws InterruptedException {
        ServerSocket open = tcp;
        long end = System.nanoTime() + ROUND_MS * 1_000_000L;
        try {
            if (open == null) {
                Thread.sleep(ROUND_MS);
                return;
            }
            while (System.nanoTime() < end) serve(open.accept());
        } catch (SocketTimeoutException e) {
            return; // nobody came
        } catch (IOException e) {
            if (!closed) LOG.warn("the local API stumbled: {}", e.toString());
            Thread.sleep(PAUSE_MS); // so that what stays broken does not cost the processor
        }
    }

    private void serve(Socket socket) throws IOException {
        LocalHttp serves = http;
        if (serves == null || connections.incrementAndGet() > MAX_CONNECTIONS) {
            connections.decrementAndGet();
            socket.close();
            return;
        }
        Chore.start("local-http", () -> {
            try {
                serves.serve(socket);
            } catch (IOException e) {
                LOG.debug("a local caller left: {}", e.toString());
            } finally {
                connections.decrementAndGet();
            }
        });
    }

    /** Null when it is closed. */
    private @Nullable DatagramPacket receive(DatagramSocket socket, byte[] buffer) throws InterruptedException {
        while (!closed) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                return packet;
            } catch (IOException e) {
                if (!closed) LOG.debug("a datagram was lost: {}", e.toString());
                Thread.sleep(PAUSE_MS);
            }
        }
        return null;
    }

    private void answer(DatagramSocket socket, DatagramPacket packet) throws IOException, InterruptedException {
        InetAddress from = packet.getAddress();
        boolean loopback = from.isLoopbackAddress();
        boolean near = loopback || from.isSiteLocalAddress() || from.isLinkLocalAddress();
        if (!near || !(loopback || mayAnswer())) return;
        // one answer for one datagram: whoever forges an address gets no more at it than it takes
        Srmp.Parsed parsed = Srmp.parse(packet.getData(), 0, packet.getLength());
        if (parsed == null || !parsed.message().asks()) return; // not ours
        byte[] answer = answer(parsed.message(), loopback);
        if (parsed.message().wantsAnswer() && answer.length > 0) {
            socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
    }

    private byte[] answer(Srmp question, boolean loopback) throws InterruptedException {
        try {
            return question.reply(answers.answer(question.action(), question.data(), loopback));
        } catch (LocalAnswers.Refused e) {
            return question.refusal(e.code, String.valueOf(e.getMessage()));
        }
    }

    private boolean mayAnswer() {
        long now = System.nanoTime() / 1_000_000_000L;
        if (now != second) {
            second = now;
            strangers = 0;
        }
        return ++strangers <= MAX_STRANGERS;
    }

    @Override
    public void close() {
        closed = true;
        ServerSocket server = tcp;
        DatagramSocket datagrams = udp;
        try {
            if (server != null) server.close();
        } catch (IOException e) {
            LOG.debug("not closed: {}", e.toString());
        }
        if (datagrams != null) datagrams.close();
        Loop datagramsLoop = datagramLoop;
        if (datagramsLoop != null) datagramsLoop.close();
        loop.close();
    }
}
