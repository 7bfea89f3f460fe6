package io.stardust.bench;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the machine face that costs as little as can be, so that what is measured is the server. It keeps
 * the connection, asks one question after the other, and can become a push channel. For one thread.
 */
final class WireClient implements AutoCloseable {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private int status; // of the answer that came last

    WireClient(URI server) throws IOException {
        this.socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 4_096);
        this.out = socket.getOutputStream();
    }

    /** Posts {@code body} and reads the data of the answer as {@code type}. */
    <T> @Nullable T post(String path, @Nullable String token, Object body, Class<T> type) throws IOException {
        return Envelope.open(exchange(request(path, token, Json.WIRE.bytes(body))), type);
    }

    /** The bytes of a request, for whoever sends it many times. */
    static byte[] request(String path, @Nullable String token, byte[] body) {
        String head = "POST " + path + " HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n") + "Content-Length: " + body.length
                + "\r\n\r\n";
        var all = new ByteArrayOutputStream(head.length() + body.length);
        all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** Sends a request and returns the body of its answer, which has to be a good one. */
    byte[] exchange(byte[] request) throws IOException {
        out.write(request);
        return in.readNBytes(good());
    }

    /** Sends a request, its head and its body; returns the status of the answer. */
    int status(byte[] head, byte[] body) throws IOException {
        out.write(head);
        out.write(body);
        in.skipNBytes(head());
        return status;
    }

    private int good() throws IOException {
        int length = head();
        if (status != 200 && status != 101) throw new IOException("unexpected: " + status);
        return length;
    }

    /** Reads status line and headers; returns the length of the body. */
    private int head() throws IOException {
        var line = new StringBuilder(128);
        int length = 0;
        boolean first = true;
        while (true) {
            line.setLength(0);
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) throw new EOFException("the server has closed the connection");
                if (c != '\r') line.append((char) c);
            }
            if (line.isEmpty()) return length;
            if (first) status = Integer.parseInt(line, 9, 12, 10);
            first = false;
            if (line.length() > LENGTH.length
                    && line.substring(0, LENGTH.length).toLowerCase(Locale.ROOT).equals("content-length:")) {
                length = Integer.parseInt(line.substring(LENGTH.length).strip());
            }
        }
    }

    /** Makes it a push channel. */
    void upgrade(String path, String token) throws IOException {
        String head = "GET " + path + " HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
                + token + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        good();
    }

    /** Waits for the next text frame of a push channel. */
    String frame() throws IOException {
        while (true) {
            int opcode = read() & 0x0f;
            long length = read() & 0x7f;
            if (length == 126) length = (long) read() << 8 | read();
            else if (length == 127) for (int i = 0; i < 8; i++) length = length << 8 | (long) read();
            byte[] payload = in.readNBytes((int) length);
            if (opcode == 1) return new String(payload, StandardCharsets.UTF_8);
            if (opcode == 8) throw new EOFException("the server has closed the channel");
        }
    }

    /** Sends a short text frame over a push channel. */
    void say(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        if (payload.length > 125) throw new IllegalArgumentException("a short text");
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | payload.length); // masked with zeros, which leave the text as it is
        System.arraycopy(payload, 0, frame, 6, payload.length);
        out.write(frame);
    }

    private int read() throws IOException {
        int c = in.read();
        if (c < 0) throw new EOFException("the server has closed the channel");
        return c;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
