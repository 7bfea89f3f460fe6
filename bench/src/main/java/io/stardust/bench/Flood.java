package io.stardust.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Many connections to the machine face, each of which sends its next request as soon as it has the answer to the one
 * before. One thread with one selector, as wrk does it, so that little of a small machine goes to the load itself. For
 * one thread.
 */
final class Flood implements AutoCloseable {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODE = "{\"code\":0".getBytes(StandardCharsets.US_ASCII);
    private static final int ANSWER = 64 * 1024; // bytes of the longest

    private final Selector selector = Selector.open();
    private final List<Connection> connections = new ArrayList<>();

    Flood(URI server, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            var connection = new Connection(i, channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            connections.add(connection);
        }
    }

    /** Says what connection {@code connection} sends as its {@code turn}-th request. */
    interface Requests {
        byte[] of(int connection, int turn);
    }

    /** Sends for {@code time}; returns how long each answer took, in ns. Answers that tell of an error end it. */
    long[] run(Requests requests, Duration time) throws IOException {
        long[] nanos = new long[1 << 18];
        int count = 0;
        long end = System.nanoTime() + time.toNanos();
        for (Connection each : connections) each.send(requests.of(each.number, each.turn++));
        int open = connections.size();
        while (open > 0) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                var connection = (Connection) key.attachment();
                if (!connection.answered()) continue;
                long now = System.nanoTime();
                if (count == nanos.length) nanos = Arrays.copyOf(nanos, count * 2);
                nanos[count++] = now - connection.sent;
                if (now < end) connection.send(requests.of(connection.number, connection.turn++));
                else open--;
            }
            selector.selectedKeys().clear();
        }
        return Arrays.copyOf(nanos, count);
    }

    @Override
    public void close() throws IOException {
        for (Connection each : connections) each.channel.close();
        selector.close();
    }

    /** One connection and the answer that comes on it. */
    private static final class Connection {
        private final int number;
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocateDirect(ANSWER);
        private final byte[] bytes = new byte[ANSWER];
        private int turn;
        private long sent;

        Connection(int number, SocketChannel channel) {
            this.number = number;
            this.channel = channel;
        }

        void send(byte[] request) throws IOException {
            sent = System.nanoTime();
            var out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) channel.write(out); // a request fits into what the kernel holds
            in.clear();
        }

        /** Reads what is there; true when the answer is whole. */
        boolean answered() throws IOException {
            int before = in.position();
            if (channel.read(in) < 0) throw new EOFException("the server has closed the connection");
            in.get(before, bytes, before, in.position() - before);
            int body = body();
            if (body < 0 || in.position() < body + length(body)) return false;
            boolean good = Arrays.equals(bytes, 0, OK.length, OK, 0, OK.length)
                    && Arrays.equals(bytes, body, body + CODE.length, CODE, 0, CODE.length);
            if (good) return true;
            throw new IOException(new String(bytes, 0, in.position(), StandardCharsets.UTF_8));
        }

        /** Where the body begins; -1 when the head is not whole yet. */
        private int body() {
            for (int i = 3; i < in.position(); i++) {
                if (bytes[i] == '\n' && bytes[i - 2] == '\n') return i + 1;
            }
            return -1;
        }

        private int length(int body) throws IOException {
            for (int line = 0; line < body; line++) {
                if (line > 0 && bytes[line - 1] != '\n') continue;
                int at = 0;
                while (at < LENGTH.length && (bytes[line + at] | 0x20) == (LENGTH[at] | 0x20)) at++;
                if (at < LENGTH.length) continue;
                int length = 0;
                for (int i = line + at; bytes[i] != '\r'; i++) {
                    if (bytes[i] != ' ') length = length * 10 + bytes[i] - '0';
                }
                return length;
            }
            throw new IOException("an answer without a length");
        }
    }
}
