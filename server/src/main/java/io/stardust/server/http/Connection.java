package io.stardust.server.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection, whose reads must end in time. Its own thread reads and says what it waits for; {@link #endWhenLate}
 * is called by another. A read that waits too long is interrupted, which closes the socket.
 */
final class Connection implements ServerConnection, InterruptableTask<Void>, ConnectionContext {
    private static final ScopedValue<Connection> CURRENT = ScopedValue.newInstance();

    private final ConnectionContext socket;
    private final PieceReader reader;
    private final ServerConnection http;
    private final Runnable ended;

    // guarded by this
    private @Nullable Thread thread;
    private @Nullable Runnable atEnd;
    private Waiting waiting = Waiting.FIRST;
    private boolean reading;
    private boolean late;
    private long since; // of the wait, System.nanoTime()
    private long headSince;
    private long bodySince;
    private long skimUntil;

    private enum Waiting {
        /** For the first head's first byte. */
        FIRST,
        /** For the rest of a head. */
        HEAD,
        /** For more of a body that is kept in memory. */
        BODY,
        /** For more of a body that goes to the disk. */
        FILE,
        /** For the rest of a body that was refused. */
        REFUSED,
        /** For the first byte of a next head: the framework knows how long. */
        NEXT,
        /** For nobody, or the frames of a socket. */
        NOTHING
    }

    /** @param http makes the framework's connection, which reads through this one */
    Connection(ConnectionContext socket, Function<ConnectionContext, ServerConnection> http, Runnable ended) {
        this.socket = socket;
        this.reader = new PieceReader(this::read);
        this.ended = ended;
        this.http = http.apply(this);
        this.since = System.nanoTime();
        this.headSince = since;
    }

    /** How long a peer may keep us waiting. */
    record Deadlines(Duration head, Duration body, Duration stall) {}

    /** The connection that this thread serves. */
    static Optional<Connection> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    private byte @Nullable [] read() {
        synchronized (this) {
            if (late) throw new CloseConnectionException("it kept us waiting");
            since = System.nanoTime();
            reading = true;
        }
        try {
            byte[] bytes = socket.serverSocket().get();
            arrived();
            return bytes;
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("cannot read", e);
        } finally {
            synchronized (this) {
                reading = false;
                if (late) Thread.interrupted();
            }
        }
    }

    private synchronized void arrived() {
        if (waiting == Waiting.NEXT) headSince = System.nanoTime();
        if (waiting == Waiting.NEXT || waiting == Waiting.FIRST) waiting = Waiting.HEAD;
    }

    /** A head is there, and with it whether a body comes in chunks. */
    synchronized void headEnded(boolean inChunks) {
        waiting = Waiting.NOTHING;
        reader.body(inChunks);
    }

    /** From here on a body is read into memory, which must end soon. */
    synchronized void readsBody() {
        waiting = Waiting.BODY;
        bodySince = System.nanoTime();
    }

    /** From here on a body is read to the disk, however long it takes, while some of it comes. */
    synchronized void readsFile() {
        waiting = Waiting.FILE;
    }

    /** Does {@code work} when it is over. */
    synchronized void atEnd(Runnable work) {
        atEnd = work;
    }

    private synchronized @Nullable Runnable atEnd() {
        return atEnd;
    }

    /** From here on a refused body is read, for so long at most. */
    synchronized void skims(Duration atMost) {
        waiting = Waiting.REFUSED;
        skimUntil = System.nanoTime() + atMost.toNanos();
    }

    /** The request is answered. */
    synchronized void answered() {
        waiting = reader.available() > 0 ? Waiting.HEAD : Waiting.NEXT; // a next request may have come with this one
        headSince = System.nanoTime();
    }

    /** Closes it when its peer has kept it waiting for too long. */
    synchronized void endWhenLate(long now, Deadlines deadlines) {
        Thread mine = thread;
        if (!reading || late || mine == null) return;
        boolean over = switch (waiting) {
            case FIRST, HEAD -> now - headSince > deadlines.head().toNanos();
            case BODY ->
                now - bodySince > deadlines.body().toNanos()
                        || now - since > deadlines.stall().toNanos();
            case FILE -> now - since > deadlines.stall().toNanos();
            case REFUSED -> now - skimUntil > 0;
            case NEXT, NOTHING -> false;
        };
        if (!over) return;
        late = true;
        mine.interrupt();
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        try {
            ScopedValue.where(CURRENT, this).call(() -> {
                http.handle(limit);
                return null;
            });
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            ended.run();
            @Nullable Runnable last = atEnd();
            if (last != null) last.run();
        }
    }

    @Override
    public Duration idleTime() {
        return http.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return http instanceof InterruptableTask<?> task && task.canInterrupt();
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public ListenerContext listenerContext() {
        return socket.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return socket.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return socket.dataWriter();
    }

    @Override
    public Router router() {
        return socket.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return socket.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return socket.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return socket.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return socket.localPeer();
    }

    @Override
    public boolean isSecure() {
        return socket.isSecure();
    }

    @Override
    public String socketId() {
        return socket.socketId();
    }

    @Override
    public String childSocketId() {
        return socket.childSocketId();
    }
}
