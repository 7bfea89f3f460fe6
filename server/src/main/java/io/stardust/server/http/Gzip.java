package io.stardust.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Makes answers smaller for those who can read them so. */
public final class Gzip {
    /** Below this many bytes an answer fits into one packet anyway. */
    public static final int WORTH = 1_024;

    private Gzip() {}

    /** True when the request says that it reads gzip. */
    public static boolean accepted(ServerRequest request) {
        String header = request.headers().first(HeaderNames.ACCEPT_ENCODING).orElse("");
        for (String part : header.toLowerCase(Locale.ROOT).split(",")) {
            String word = part.replace(" ", "");
            if (word.equals("gzip") || (word.startsWith("gzip;q=") && !word.matches("gzip;q=0(\\.0*)?"))) return true;
        }
        return false;
    }

    /** {@code bytes}, zipped. */
    public static byte[] of(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length / 3);
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail so
        }
        return out.toByteArray();
    }
}
