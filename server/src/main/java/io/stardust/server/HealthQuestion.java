package io.stardust.server;

import io.stardust.protocol.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Asks the server on this machine for its health, for whoever watches a container. */
final class HealthQuestion {
    private static final int PATIENCE_MS = 5_000;
    private static final int MOST = 64 << 10;

    private final ServerSettings settings;

    HealthQuestion(ServerSettings settings) {
        this.settings = settings;
    }

    /** Returns when the server is well. Throws with words for the operator when it does not serve or is not. */
    void ask() {
        // a container may have no name for itself
        String bind = settings.bind().equals("0.0.0.0") || settings.bind().equals("::") ? "127.0.0.1" : settings.bind();
        URI uri = URI.create(Main.url(bind, settings.web().certificate() != null, port()) + "/health");
        try {
            var connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MS);
            connection.setReadTimeout(PATIENCE_MS);
            if (connection instanceof HttpsURLConnection tls) takeAnyCertificate(tls);
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                String text = body == null ? "" : new String(body.readNBytes(MOST), StandardCharsets.UTF_8);
                if (status == 200) return;
                throw new IllegalStateException("health: %d %s (expected: 200)".formatted(status, text));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("health: %s does not answer: %s".formatted(uri, e.getMessage()), e);
        }
    }

    /** Where it serves, as it wrote down itself. */
    private int port() {
        Path file = settings.data().resolve("server.port");
        try {
            return Integer.parseInt(Files.readString(file).strip());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "health: no server serves from %s: %s: %s"
                            .formatted(settings.data(), file.getFileName(), FileFailure.why(e)),
                    e);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("health: %s holds no port".formatted(file), e);
        }
    }

    /** The certificate is for the name that browsers use; nothing is said here, and only a status is heard. */
    private static void takeAnyCertificate(HttpsURLConnection connection) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TakesAny()}, null);
        connection.setSSLSocketFactory(context.getSocketFactory());
        connection.setHostnameVerifier((host, session) -> true);
    }

    private static final class TakesAny implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
