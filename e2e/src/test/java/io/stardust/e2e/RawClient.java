package io.stardust.e2e;

import io.stardust.protocol.Json;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection to the machine face that is kept, and costs this program little. For one thread. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE = 20_000; // ms
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawClient(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Posts {@code body}; returns the data of the answer, which is to be a good one. */
    Doc post(String path, @Nullable String token, Map<String, ?> body) throws IOException {
        Doc answer = Doc.of(exchange(path, token, Json.PEOPLE.bytes(body)));
        if (answer.number("code") != 0 || !answer.has("code")) throw new IOException(path + ": " + answer);
        return answer.at("data");
    }

    /** Posts {@code body}; returns the body of the answer. */
    byte[] exchange(String path, @Nullable String token, byte[] body) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nHost: raw\r\nContent-Type: application/json\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n") + "Content-Length: " + body.length
                + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        out.write(all); // in one packet
        out.flush();
        String status = line();
        if (!status.contains(" 200 ")) throw new IOException(path + ": " + status);
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH)) {
                length = Integer.parseInt(lower.substring(LENGTH.length()).strip());
            }
        }
        return in.readNBytes(length);
    }

    private String line() throws IOException {
        var line = new StringBuilder(128);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException("the server has closed the connection");
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
