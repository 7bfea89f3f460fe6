package io.stardust.server.fetch;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.stardust.protocol.Envelope;
import io.stardust.server.fetch.Packages.Stored;
import io.stardust.server.http.LinkCall;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeAuth;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves packages: upstream's {@code /Cube/File?id=N[.ext]} in any case, whole or in pieces. Unlike the rest of the
 * machine face it answers with HTTP statuses, as a file server does.
 */
public final class FileRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(FileRoutes.class);
    private static final String PATH = "/cube/file";
    private static final Pattern ID = Pattern.compile("(\\d{1,18})(\\.[A-Za-z0-9.]{1,20})?");
    private static final int CHUNK = 256 << 10; // bytes
    private static final HeaderName DIGEST = HeaderNames.create("Digest");
    private static final HeaderName X_FILE_HASH = HeaderNames.create("X-File-Hash");
    private static final HeaderName X_CONTENT_SHA256 = HeaderNames.create("X-Content-SHA256");

    private final NodeAuth auth;
    private final Packages packages;
    private final BooleanSupplier open;

    /** @param open true: anybody may download, as upstream's old agents expect */
    public FileRoutes(NodeAuth auth, Packages packages, BooleanSupplier open) {
        this.auth = auth;
        this.packages = packages;
        this.open = open;
    }

    /** Adds the path; to be called before the machine face, which answers what is left. */
    public void register(HttpRouting.Builder routing) {
        routing.get((request, response) -> {
            String path = request.path().path().toLowerCase(Locale.ROOT);
            if (path.equals(PATH) || path.equals(PATH + "/")) {
                serve(request, response);
            } else {
                response.next();
            }
        });
    }

    private void serve(ServerRequest request, ServerResponse response) {
        var call = new LinkCall(request);
        @Nullable Node node = null;
        try {
            if (!open.getAsBoolean()) node = auth.node(call);
        } catch (Envelope.Refused e) {
            text(response, e.code() == Envelope.FORBIDDEN ? 403 : 401, String.valueOf(e.getMessage()));
            return;
        }
        String id = call.query("id").orElse("");
        Matcher number = ID.matcher(id);
        Optional<Stored> found =
                number.matches() ? packages.find(node, Long.parseLong(number.group(1))) : Optional.empty();
        if (found.isEmpty()) {
            text(response, 404, "no such file");
        } else {
            send(request, response, found.get());
        }
    }

    private static void send(ServerRequest request, ServerResponse response, Stored found) {
        if (!whole(found)) {
            text(response, 500, "the server's copy of this package is damaged; upload the release again");
            return;
        }
        String etag = "\"" + found.release().md5() + "\"";
        long size = found.release().size();
        response.header(HeaderNames.ACCEPT_RANGES, "bytes")
                .header(HeaderNames.ETAG, etag)
                .header(DIGEST, "MD5=" + found.release().md5())
                .header(X_FILE_HASH, "MD5:" + found.release().md5())
                .header(X_CONTENT_SHA256, found.release().sha256());
        String header = request.headers().first(HeaderNames.RANGE).orElse("");
        boolean same =
                request.headers().first(HeaderNames.IF_RANGE).map(etag::equals).orElse(true);
        ByteRange piece = new ByteRange(0, size - 1);
        if (same && ByteRange.understood(header)) {
            Optional<ByteRange> asked = ByteRange.of(header, size);
            if (asked.isEmpty()) {
                response.header(HeaderNames.CONTENT_RANGE, "bytes */" + size);
                text(response, 416, "Range: %s (expected: within %d bytes)".formatted(header, size));
                return;
            }
            piece = asked.get();
            response.status(206)
                    .header(HeaderNames.CONTENT_RANGE, "bytes %d-%d/%d".formatted(piece.from(), piece.to(), size));
        }
        response.header(HeaderNames.CONTENT_TYPE, "application/octet-stream");
        response.headers().contentLength(piece.length());
        copy(found, piece, response);
    }

    /** Looked at before the first byte goes out: a promise of so many bytes cannot be taken back. */
    private static boolean whole(Stored found) {
        if (found.release().rotten()) return false; // told already
        long there = -1;
        try {
            there = Files.size(found.file());
        } catch (IOException e) {
            LOG.error("{}: {}", found.file(), e.toString());
        }
        long expected = found.release().size();
        if (there == expected) return true;
        LOG.error(
                "{} of release {}: {} bytes (expected: {})",
                found.file(),
                found.release().id(),
                there,
                expected);
        return false;
    }

    private static void copy(Stored found, ByteRange piece, ServerResponse response) {
        try (FileChannel file = FileChannel.open(found.file(), StandardOpenOption.READ);
                OutputStream out = response.outputStream()) {
            file.position(piece.from());
            InputStream in = Channels.newInputStream(file);
            byte[] chunk = new byte[(int) Math.min(CHUNK, piece.length())];
            long left = piece.length();
            while (left > 0) {
                int n = in.read(chunk, 0, (int) Math.min(chunk.length, left));
                if (n < 0) throw new IOException(found.file() + " is shorter than its release says");
                out.write(chunk, 0, n);
                left -= n;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void text(ServerResponse response, int status, String words) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .send(words);
    }
}
