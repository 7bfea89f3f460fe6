package io.stardust.client.log;

import io.stardust.protocol.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The server's {@code /v1/logs}. Every wait is bounded. For one thread. */
final class LogDoor {
    private static final System.Logger LOG = System.getLogger("io.stardust.client.log");
    private static final int CONNECT_MS = 5_000;
    private static final int ANSWER_MS = 15_000;
    private static final int SECRET_BYTES = 4_096;
    private static final int ANSWER_BYTES = 16 << 10;

    private final LogSettings settings;
    private final URI url;
    private @Nullable String secret;
    private String why = "";

    LogDoor(LogSettings settings) {
        this.settings = settings;
        this.url = settings.server().resolve("/v1/logs");
        this.secret = settings.secret();
    }

    /** What became of a batch. */
    enum Answer {
        TAKEN,
        /** It is wrong, and will be when it is sent again. */
        REFUSED,
        /** To be sent again later. */
        LATER
    }

    /** Why the last batch was not taken, in words. */
    String why() {
        return why;
    }

    /** @param batch as {@code X-Batch} has it, by which the server knows it again */
    Answer send(String batch, byte[] body) {
        try {
            int status = post(batch, body);
            if (status == 401 && settings.secretFile() != null) {
                secret = null; // its agent has renewed it
                status = post(batch, body);
            }
            if (status == 200) return Answer.TAKEN;
            why = status == 401 || status == 403
                    ? "HTTP " + status + " (expected: the name of the app and the secret of a key that holds)"
                    : "HTTP " + status;
            return status == 400 || status == 413 || status == 415 ? Answer.REFUSED : Answer.LATER;
        } catch (IOException e) {
            why = e.toString();
            return Answer.LATER;
        }
    }

    private int post(String batch, byte[] body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(ANSWER_MS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/x-protobuf");
        connection.setRequestProperty("Authorization", "Bearer " + settings.app() + "." + secret());
        connection.setRequestProperty("X-Batch", batch);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (in != null) in.readNBytes(ANSWER_BYTES); // so that the connection serves the next one
        }
        return status;
    }

    private String secret() throws IOException {
        @Nullable String known = secret;
        if (known != null) return known;
        @Nullable Path file = settings.secretFile();
        if (file == null) throw new IOException("no secret");
        try {
            if (Files.size(file) > SECRET_BYTES) throw new IOException("larger than " + SECRET_BYTES + " bytes");
            String read = Files.readString(file).strip();
            secret = read;
            return read;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the secret in " + file + " cannot be read: " + FileFailure.why(e));
            throw e;
        }
    }
}
