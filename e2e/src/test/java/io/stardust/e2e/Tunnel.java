package io.stardust.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bad line between an agent and its server: it can stop in the middle of a download and wait, or cut it off.
 * Thread-safe.
 */
final class Tunnel implements AutoCloseable {
    /** Answers below this size always pass; only packages are longer. */
    private static final long SMALL = 256 << 10;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong resumed = new AtomicLong();
    private final AtomicLong cuts = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long pauseAt = Long.MAX_VALUE;
    private boolean paused;
    private long cutAt = Long.MAX_VALUE;
    private int cutsLeft;

    /** Opens a way to {@code target} on this machine. */
    Tunnel(int target) throws IOException {
        this.target = target;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("tunnel-accept").start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** From now on a connection stops after {@code bytes} of answers until {@link #release}. */
    void pauseAfter(long bytes) {
        change(() -> pauseAt = SMALL + bytes);
    }

    /** Lets everything through again. */
    void release() {
        change(() -> {
            pauseAt = Long.MAX_VALUE;
            paused = false;
        });
    }

    /** The next {@code times} connections that carry a package are closed after {@code bytes} of it. */
    void cutAfter(long bytes, int times) {
        change(() -> {
            cutAt = SMALL + bytes;
            cutsLeft = times;
        });
    }

    boolean isPaused() {
        lock.lock();
        try {
            return paused;
        } finally {
            lock.unlock();
        }
    }

    /** How many requests asked for the rest of a file. */
    long resumed() {
        return resumed.get();
    }

    long cuts() {
        return cuts.get();
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().name("tunnel").start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            Thread.ofVirtual().name("tunnel-up").start(() -> up(client, server));
            down(server, client);
        } catch (IOException away) {
            close(client);
        }
    }

    private void up(Socket client, Socket server) {
        var buffer = new byte[16 << 10];
        try {
            InputStream in = client.getInputStream();
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1).toLowerCase(java.util.Locale.ROOT);
                if (text.contains("\r\nrange: bytes=")) resumed.incrementAndGet();
                server.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException gone) {
            // the other direction sees the same
        } finally {
            close(client);
            close(server);
        }
    }

    private void down(Socket server, Socket client) {
        var buffer = new byte[64 << 10];
        long passed = 0;
        try {
            InputStream in = server.getInputStream();
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                passed += n;
                if (!pass(passed)) return;
                client.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException gone) {
            // the other direction sees the same
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(client);
            close(server);
        }
    }

    /** False: this connection ends here. */
    private boolean pass(long passed) throws InterruptedException {
        lock.lock();
        try {
            if (passed > cutAt && cutsLeft > 0) {
                cutsLeft--;
                cuts.incrementAndGet();
                return false;
            }
            while (passed > pauseAt) {
                paused = true;
                changed.await();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException already) {
            // closed is what was wanted
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        release();
        open.forEach(this::close);
    }
}
