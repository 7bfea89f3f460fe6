package io.stardust.agent.supervise;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What a guarded app, or whoever hosts one, would serve: it answers every request with the same status and text. */
final class WebApp implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    private volatile int status;
    private volatile String body = "";

    WebApp(int status) throws IOException {
        this.status = status;
        Thread.ofPlatform().daemon().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    void answers(int next) {
        answers(next, "");
    }

    void answers(int next, String text) {
        body = text;
        status = next;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                answer(client);
            } catch (IOException e) {
                if (socket.isClosed()) return; // else whoever asked has gone
            }
        }
    }

    private void answer(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        if (in.read(new byte[4096]) < 0) return;
        String text = body;
        String answer = "HTTP/1.1 " + status + " X\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
        client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
