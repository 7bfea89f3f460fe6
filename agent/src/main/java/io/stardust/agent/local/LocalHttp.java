package io.stardust.agent.local;

import io.stardust.agent.local.LocalAnswers.Act;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The agent's JSON over HTTP for its own command line: one request a connection. Only addresses of this machine are
 * taken for its name, so that no page in a browser can ask by a name of its own; acts need the token. Thread-safe.
 */
final class LocalHttp {
    private static final int MAX_HEAD = 8 * 1024;
    private static final int PATIENCE_MS = 2_000;

    private final LocalAnswers answers;
    private final LocalToken token;

    LocalHttp(LocalAnswers answers, LocalToken token) {
        this.answers = answers;
        this.token = token;
    }

    private record Answer(int status, String json) {}

    /** Answers one request and closes. */
    void serve(Socket socket) throws IOException, InterruptedException {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MS);
            String head = head(socket.getInputStream());
            Answer answer = head == null ? new Answer(400, problem("no HTTP request")) : answer(head);
            byte[] body = answer.json.getBytes(StandardCharsets.UTF_8);
            String reason = answer.status < 300 ? "OK" : "Refused";
            String top = "HTTP/1.1 " + answer.status + " " + reason + "\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length + "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(top.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            socket.shutdownOutput();
        }
    }

    /** All up to the empty line; null when that does not come. */
    private static @Nullable String head(InputStream in) throws IOException {
        byte[] bytes = new byte[MAX_HEAD];
        for (int length = 0; length < MAX_HEAD; ) {
            int count = in.read(bytes, length, MAX_HEAD - length);
            if (count < 0) return null;
            length += count;
            String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0) return text.substring(0, end);
        }
        return null;
    }

    private Answer answer(String head) throws InterruptedException {
        String[] lines = head.split("\r\n");
        String[] words = lines[0].split(" ");
        if (words.length != 3) return new Answer(400, problem("no HTTP request"));
        if (!isHere(header(lines, "host"))) return new Answer(403, problem("Host: expected 127.0.0.1 or localhost"));
        String path = words[1].toLowerCase(Locale.ROOT).equals("/info") ? "/info" : words[1];
        if (words[0].equals("GET") && path.equals("/info")) return new Answer(200, answers.status());
        if (words[0].equals("GET") && path.equals("/services")) return new Answer(200, answers.list());
        String[] parts = path.split("/");
        Act act = parts.length == 4 && parts[1].equals("services") ? act(parts[3]) : null;
        if (act == null || !words[0].equals("POST")) return new Answer(404, problem(words[0] + " " + path));
        if (!token.holds(header(lines, "authorization"))) {
            return new Answer(401, problem("Authorization: expected 'Bearer ' and the content of " + token.file()));
        }
        String wrong = answers.act(parts[2], act);
        return wrong == null ? new Answer(200, "{}") : new Answer(409, problem(wrong));
    }

    private static @Nullable Act act(String word) {
        for (Act act : Act.values()) if (act.name().toLowerCase(Locale.ROOT).equals(word)) return act;
        return null;
    }

    private static String header(String[] lines, String name) {
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon == name.length()
                    && lines[i].substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
                return lines[i].substring(colon + 1).strip();
            }
        }
        return "";
    }

    private static boolean isHere(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') && colon >= 0 ? host.substring(0, colon) : host;
        return name.equals("127.0.0.1") || name.equals("localhost") || name.equals("[::1]");
    }

    private static String problem(String words) {
        return new JsonText().open(null, '{').add("detail", words).close('}').toString();
    }

    static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
