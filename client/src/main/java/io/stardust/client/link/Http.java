package io.stardust.client.link;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * HTTP by java.base alone (connections are kept alive and shared by the JDK). Thread-safe. Every wait and every body is
 * bounded.
 */
final class Http {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    static final Duration READ_TIMEOUT = Duration.ofSeconds(15);
    /** Of the answer to an upload, which the server looks into first. */
    static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(5);

    /** Of an answer: so much that reading it in leaves most of the heap, whatever its size. */
    static final int MAX_ANSWER =
            (int) Math.min(16 << 20, Math.max(1 << 20, Runtime.getRuntime().maxMemory() / 16));

    private static final int REDIRECTS = 5;

    private final String userAgent;

    Http(String userAgent) {
        this.userAgent = userAgent;
    }

    /** An answer below 400; {@code date} is the server's clock in epoch ms, 0 = not told. */
    static final class Answer {
        final byte[] body;
        final long date;

        Answer(byte[] body, long date) {
            this.body = body;
            this.date = date;
        }
    }

    /** The server answered with a failure of HTTP's own. */
    static final class StatusException extends IOException {
        private static final long serialVersionUID = 1L;

        final int status;

        StatusException(int status, URI url) {
            super("HTTP " + status + " from " + url.getRawAuthority() + url.getRawPath());
            this.status = status;
        }
    }

    /**
     * Sends {@code body} (null = none) and reads the whole answer.
     *
     * @throws StatusException if the status is 300 or more
     */
    Answer exchange(String method, URI url, @Nullable String token, byte @Nullable [] body) throws IOException {
        HttpURLConnection connection = open(url, token);
        connection.setRequestMethod(method);
        connection.setRequestProperty("Accept", "application/json");
        if (body != null) send(connection, body);
        return answer(connection, url);
    }

    private static Answer answer(HttpURLConnection connection, URI url) throws IOException {
        int status = connection.getResponseCode();
        if (status >= 300 || status < 200) {
            drain(connection);
            throw new StatusException(status, url);
        }
        try (InputStream in = connection.getInputStream()) {
            byte[] answer = in.readNBytes(MAX_ANSWER + 1);
            if (answer.length > MAX_ANSWER) {
                connection.disconnect();
                throw new AnswerTooLarge(
                        "an answer above " + MAX_ANSWER + " bytes from " + url.getRawAuthority() + url.getRawPath());
            }
            return new Answer(answer, connection.getDate());
        }
    }

    /**
     * Sends a file by POST and reads the whole answer.
     *
     * @throws StatusException if the status is 300 or more
     */
    Answer upload(URI url, @Nullable String token, Map<String, String> headers, Path file) throws IOException {
        HttpURLConnection connection = open(url, token);
        connection.setRequestMethod("POST");
        connection.setReadTimeout((int) UPLOAD_TIMEOUT.toMillis());
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("Content-Type", "application/zip");
        headers.forEach(connection::setRequestProperty);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(Files.size(file));
        try (var out = connection.getOutputStream()) {
            Files.copy(file, out);
        }
        return answer(connection, url);
    }

    /**
     * Sends the first {@code length} of {@code bytes} by POST, as they are, and reads the whole answer; nothing is sent
     * twice. {@code pause} of the answer is its Retry-After, whatever its status.
     */
    Told post(URI url, @Nullable String token, Map<String, String> headers, byte[] bytes, int length)
            throws IOException {
        HttpURLConnection connection = open(url, token);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("Content-Type", "application/octet-stream");
        headers.forEach(connection::setRequestProperty);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(length); // else the JDK copies it, and may send it again by itself
        try (var out = connection.getOutputStream()) {
            out.write(bytes, 0, length);
        }
        int status = connection.getResponseCode();
        Duration pause = Duration.ofSeconds(Math.max(0, connection.getHeaderFieldInt("Retry-After", 0)));
        if (status >= 300 || status < 200) {
            drain(connection);
            return new Told(status, new Answer(new byte[0], 0), pause);
        }
        return new Told(status, answer(connection, url), pause);
    }

    /** An answer of whatever status. */
    record Told(int status, Answer answer, Duration pause) {}

    private static void send(HttpURLConnection connection, byte[] json) throws IOException {
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true); // makes a POST of a GET
        try (var out = connection.getOutputStream()) {
            out.write(json);
        }
    }

    /** Which token goes to which address. */
    interface Tokens {
        /** Returns the token that {@code url} may see, null for none. */
        @Nullable
        String forUrl(URI url);
    }

    /**
     * Opens {@code url} from byte {@code from} on, following redirects; by POST of {@code body} unless that is null.
     *
     * @throws StatusException if the status is 400 or more
     */
    HttpURLConnection download(URI url, long from, Tokens tokens, byte @Nullable [] body) throws IOException {
        URI at = url;
        for (int i = 0; i <= REDIRECTS; i++) {
            HttpURLConnection connection = open(at, tokens.forUrl(at));
            connection.setRequestProperty("Accept", "*/*");
            if (from > 0) connection.setRequestProperty("Range", "bytes=" + from + "-");
            if (body != null) send(connection, body);
            int status = connection.getResponseCode();
            if (status == 200 || status == 206) return connection;
            drain(connection);
            String location = connection.getHeaderField("Location");
            if (status < 300 || status >= 400 || location == null) throw new StatusException(status, at);
            at = at.resolve(location);
        }
        throw new IOException("more than " + REDIRECTS + " redirects from " + url.getRawAuthority());
    }

    private HttpURLConnection open(URI url, @Nullable String token) throws IOException {
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http) throw new IOException("'" + url + "' (expected: an http or https URL)");
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) READ_TIMEOUT.toMillis());
        connection.setInstanceFollowRedirects(false); // ours looks where a token goes
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", userAgent);
        if (token != null) connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }

    /** Reads a little of a failure's body, so that the connection can serve again. */
    private static void drain(HttpURLConnection connection) {
        try (InputStream in = connection.getErrorStream()) {
            if (in != null) in.readNBytes(64 * 1024);
        } catch (IOException e) {
            connection.disconnect();
        }
    }
}
