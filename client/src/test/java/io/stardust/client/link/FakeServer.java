package io.stardust.client.link;

import io.stardust.client.link.Frames.Frame;
import io.stardust.protocol.Envelope;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A real server on a real port: HTTP/1.1 with keep-alive, and WebSockets on the same port. Every request is kept. */
public final class FakeServer implements Closeable {
    /** Answers one request; throwing {@link Envelope.Refused} answers its envelope. */
    public interface Route {
        byte[] answer(Request request) throws IOException;
    }

    /** {@code token} is what followed {@code Bearer }. */
    public record Request(String method, String path, String query, Map<String, String> headers, String body) {
        public @Nullable String token() {
            String header = headers.get("authorization");
            return header == null ? null : header.substring("Bearer ".length());
        }
    }

    public final List<Request> requests = new CopyOnWriteArrayList<>();
    public final List<Client> sockets = new CopyOnWriteArrayList<>();
    public final List<String> texts = new CopyOnWriteArrayList<>();
    public volatile boolean answersPing = true;
    public volatile boolean refusesSockets;
    public volatile String moreHeaders = ""; // of every answer, each with its line end
    private volatile boolean away;

    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ServerSocket listening;

    public FakeServer() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        io.stardust.protocol.loop.Chore.start("fake-server", this::accept);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /**
     * As if it had ended, until {@link #comeBack}: every connection breaks. The port is kept, which in between another
     * test's connection might take.
     */
    public void goAway() throws IOException {
        away = true;
        for (Socket socket : open) socket.close();
        sockets.clear();
    }

    public void comeBack() {
        away = false;
    }

    public FakeServer route(String path, Route route) {
        routes.put(path.toLowerCase(Locale.ROOT), route);
        return this;
    }

    public List<Request> requests(String path) {
        return requests.stream().filter(r -> r.path().equalsIgnoreCase(path)).toList();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                if (away) {
                    socket.close();
                    continue;
                }
                open.add(socket);
                io.stardust.protocol.loop.Chore.start("fake-connection", () -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                Request request = read(in);
                if (request == null) return;
                if ("websocket".equalsIgnoreCase(request.headers().get("upgrade")) && !refusesSockets) {
                    upgrade(socket, in, request);
                    return;
                }
                requests.add(request);
                write(socket.getOutputStream(), request);
            }
        } catch (IOException e) {
            // a client that leaves: part of the tests
        } finally {
            open.remove(socket);
        }
    }

    private void write(OutputStream out, Request request) throws IOException {
        Route route = routes.get(request.path().toLowerCase(Locale.ROOT));
        String status = route == null ? "404 Not Found" : "200 OK";
        byte[] body;
        try {
            body = route == null ? new byte[0] : route.answer(request);
        } catch (Envelope.Refused e) {
            body = Envelope.failure(e.code(), String.valueOf(e.getMessage()));
        }
        String type = request.path().startsWith("/file") ? "application/octet-stream" : "application/json";
        String range = request.headers().get("range");
        String more = moreHeaders;
        if (type.endsWith("stream") && range != null && request.query().isEmpty()) {
            int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            status = "206 Partial Content";
            more += "Content-Range: bytes " + from + "-" + (body.length - 1) + "/" + body.length + "\r\n";
            body = java.util.Arrays.copyOfRange(body, from, body.length);
        }
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n" + more + "Content-Length: "
                + body.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }

    private void upgrade(Socket socket, InputStream in, Request request) throws IOException {
        String key = String.valueOf(request.headers().get("sec-websocket-key"));
        String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + PushSocket.accept(key) + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        var client = new Client(socket, request);
        sockets.add(client);
        var messages = new Messages(in, 1 << 20);
        try {
            while (true) {
                Frame frame = messages.next();
                if (frame.opcode() == Frames.CLOSE) return;
                if (frame.opcode() != Frames.TEXT) continue;
                String text = new String(frame.payload(), StandardCharsets.UTF_8);
                texts.add(text);
                if (text.equals("Ping") && answersPing) client.text("Pong");
            }
        } finally {
            sockets.remove(client);
        }
    }

    private static @Nullable Request read(InputStream in) throws IOException {
        String start = line(in);
        if (start == null) return null;
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String[] parts = start.split(" ", 3);
        String[] target = parts[1].split("\\?", 2);
        return new Request(
                parts[0],
                target[0],
                target.length > 1 ? target[1] : "",
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        while (true) {
            int octet = in.read();
            if (octet < 0) return null;
            if (octet == '\n') return line.toString();
            if (octet != '\r') line.append((char) octet);
        }
    }

    /** Cuts every connection and stops listening, as a killed server does. */
    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) socket.close();
    }

    /** The server's end of a push socket. */
    public record Client(Socket socket, Request request) {
        public void text(String text) throws IOException {
            frames(Frames.write(new Frame(true, Frames.TEXT, text.getBytes(StandardCharsets.UTF_8)), null));
        }

        void frames(byte[] bytes) throws IOException {
            synchronized (socket) {
                socket.getOutputStream().write(bytes);
            }
        }

        public void cut() throws IOException {
            socket.close();
        }
    }
}
