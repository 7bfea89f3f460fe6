package io.stardust.client.link;

import io.stardust.client.link.Frames.Frame;
import io.stardust.client.link.Frames.Violation;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A WebSocket client (RFC 6455) on a plain or TLS socket: text in, text out, nothing else. The JDK's own costs 15-20 MB
 * more. Thread-safe for sending; {@link #read} belongs to one thread.
 */
final class PushSocket implements AutoCloseable {
    static final int MAX_BYTES = 1 << 20;

    private static final int HEAD_BYTES = 16 * 1024;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, section 1.3

    private final Socket socket;
    private final InputStream in;

    private PushSocket(Socket socket, InputStream in) {
        this.socket = socket;
        this.in = in;
    }

    /** The server answered, but not with a socket. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;

        final int status;

        Refusal(int status) {
            super("HTTP " + status + " (expected: 101)");
            this.status = status;
        }

        /** Upstream refuses a token with 200 and an envelope. */
        boolean isAboutToken() {
            return status == 200 || status == 401 || status == 403;
        }
    }

    /**
     * Opens {@code path} of {@code server}. {@code silence} is how long nothing may be heard before the socket counts
     * as dead.
     *
     * @throws Refusal if the server answers anything but a socket
     */
    static PushSocket open(URI server, String path, String token, String userAgent, Duration silence)
            throws IOException {
        Socket socket = connect(server);
        try {
            byte[] nonce = new byte[16];
            ThreadLocalRandom.current().nextBytes(nonce);
            String key = Base64.getEncoder().encodeToString(nonce);
            String head = "GET " + prefix(server) + path + " HTTP/1.1\r\nHost: " + server.getRawAuthority()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                    + key + "\r\nAuthorization: Bearer " + token + "\r\nUser-Agent: " + userAgent + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = new BufferedInputStream(socket.getInputStream(), 4096);
            check(head(in), key);
            socket.setSoTimeout((int) silence.toMillis());
            return new PushSocket(socket, in);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket connect(URI server) throws IOException {
        boolean secure = "https".equalsIgnoreCase(server.getScheme());
        int port = server.getPort() > 0 ? server.getPort() : secure ? 443 : 80;
        Socket socket = secure ? SSLSocketFactory.getDefault().createSocket() : new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setSoTimeout((int) Http.READ_TIMEOUT.toMillis());
            socket.connect(new InetSocketAddress(server.getHost(), port), (int) Http.CONNECT_TIMEOUT.toMillis());
            if (socket instanceof SSLSocket tls) {
                var parameters = tls.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS"); // else any valid certificate would do
                tls.setSSLParameters(parameters);
                tls.startHandshake();
            }
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static String prefix(URI server) {
        return server.getRawPath() == null ? "" : server.getRawPath();
    }

    private static String[] head(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream(512);
        int tail = 0;
        while (tail != 0x0D0A0D0A) {
            int octet = in.read();
            if (octet < 0) throw new EOFException("the connection ended within the answer to the upgrade");
            if (bytes.size() >= HEAD_BYTES) throw new IOException("an answer head above " + HEAD_BYTES + " bytes");
            bytes.write(octet);
            tail = (tail << 8) | octet;
        }
        return bytes.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1);
    }

    private static void check(String[] head, String key) throws IOException {
        String[] status = head[0].split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.1")) throw new IOException("no HTTP/1.1 answer");
        if (!status[1].equals("101")) throw new Refusal(number(status[1]));
        for (String line : head) {
            int colon = line.indexOf(':');
            if (colon < 0
                    || !line.substring(0, colon)
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .equals("sec-websocket-accept")) continue;
            if (line.substring(colon + 1).strip().equals(accept(key))) return;
        }
        throw new IOException("the upgrade was not confirmed by a right Sec-WebSocket-Accept");
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** What the server must answer to {@code key}. */
    static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java runtime lacks SHA-1", e);
        }
    }

    /** Hands every text to {@code texts} until the connection ends; returns why it did. Closes the socket. */
    String read(Consumer<String> texts) {
        var messages = new Messages(in, MAX_BYTES);
        try (socket) {
            while (true) {
                Frame message = messages.next();
                switch (message.opcode()) {
                    case Frames.TEXT -> texts.accept(new String(message.payload(), StandardCharsets.UTF_8));
                    case Frames.PING -> send(Frames.PONG, message.payload());
                    case Frames.CLOSE -> {
                        send(Frames.CLOSE, message.payload());
                        return "closed by the server" + reason(message.payload());
                    }
                    default -> {} // a pong, or bytes nobody asked for: both only show that the peer lives
                }
            }
        } catch (SocketTimeoutException e) {
            return "nothing heard for a while";
        } catch (Violation e) {
            farewell(e.code);
            return "the server sent " + e.getMessage();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String reason(byte[] payload) {
        if (payload.length < 2) return "";
        int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        return ", " + code + " " + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    /** Sends one text message. */
    void text(String text) throws IOException {
        send(Frames.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void send(int opcode, byte[] payload) throws IOException {
        byte[] mask = new byte[4];
        ThreadLocalRandom.current().nextBytes(mask);
        socket.getOutputStream().write(Frames.write(new Frame(true, opcode, payload), mask));
    }

    private void farewell(int code) {
        try {
            send(Frames.CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
        } catch (IOException e) {
            Link.LOG.log(System.Logger.Level.DEBUG, "no close frame could be sent: {0}", e.getMessage());
        }
    }

    /** Says goodbye if it can and closes; {@link #read} returns. */
    @Override
    public void close() {
        if (!socket.isClosed()) farewell(1000);
        try {
            socket.close();
        } catch (IOException e) {
            Link.LOG.log(System.Logger.Level.DEBUG, "closing the socket failed: {0}", e.getMessage());
        }
    }
}
