package io.stardust.agent.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An app that answers every connection with the same bytes, or with none. */
final class Apps implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String answer;

    Apps(String answer) throws IOException {
        this.answer = answer;
        Thread.ofPlatform().daemon().start(this::serve);
    }

    static String http(int status, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    int port() {
        return socket.getLocalPort();
    }

    int asked() {
        return asked.get();
    }

    void answers(String next) {
        answer = next;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofPlatform().daemon().start(() -> answer(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            asked.incrementAndGet();
            InputStream in = client.getInputStream();
            in.read(new byte[4096]);
            String now = answer;
            OutputStream out = client.getOutputStream();
            if (now.isEmpty()) {
                in.read(); // until whoever asks has had enough
                return;
            }
            for (String piece : now.split("\\|")) { // in pieces, as networks are
                out.write(piece.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            if (now.contains("endless")) in.read();
        } catch (IOException e) {
            return; // whoever asked has gone
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
