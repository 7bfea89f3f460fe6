package io.stardust.server.fetch;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.ChunkQuery;
import io.stardust.server.fetch.Packages.Stored;
import io.stardust.server.http.ApiException;
import io.stardust.server.http.LinkCall;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeAuth;
import io.stardust.server.release.Manifests;
import io.stardust.server.release.ReleaseEligibility;
import io.stardust.server.render.MadeFile;
import io.stardust.server.variable.Untellable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Parts of packages for agents that have the others: {@code GET /Deploy/Manifest?releaseId=} tells what a package
 * consists of, {@code POST /Deploy/Chunks} sends some bytes of it. And files that are made of config: {@code GET
 * /Deploy/ConfigFile?placementId=&sha256=}. As a file server, it answers with HTTP statuses; a node's token is always
 * needed.
 */
public final class PartRoutes {
    private static final int RANGES = 1_000;
    private static final int BUFFER = 256 << 10; // bytes

    private final NodeAuth auth;
    private final Packages packages;
    private final Manifests manifests;
    private final DesiredList wanted;

    public PartRoutes(NodeAuth auth, Packages packages, Manifests manifests, DesiredList wanted) {
        this.wanted = wanted;
        this.auth = auth;
        this.packages = packages;
        this.manifests = manifests;
    }

    /** Adds the paths; to be called before the machine face, which answers what is left. */
    public void register(HttpRouting.Builder routing) {
        routing.get((request, response) -> {
            if (path(request).equals("/deploy/manifest")) answer(request, response, this::manifest);
            else if (path(request).equals("/deploy/configfile")) answer(request, response, this::configFile);
            else response.next();
        });
        routing.post((request, response) -> {
            if (path(request).equals("/deploy/chunks")) answer(request, response, this::chunks);
            else response.next();
        });
    }

    private static String path(ServerRequest request) {
        return request.path().path().toLowerCase(Locale.ROOT);
    }

    private interface Handler {
        void answer(LinkCall call, ServerResponse response) throws IOException;
    }

    private static void answer(ServerRequest request, ServerResponse response, Handler handler) {
        try {
            handler.answer(new LinkCall(request), response);
        } catch (Envelope.Refused e) {
            text(response, e.code() >= 400 && e.code() < 500 ? e.code() : 401, String.valueOf(e.getMessage()));
        } catch (ApiException e) {
            text(response, e.status(), e.detail());
        } catch (Json.BadJson e) {
            text(response, 400, "body: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stored stored(Node node, long releaseId) {
        return packages.find(node, releaseId).orElseThrow(() -> new ApiException.NotFound("release", releaseId));
    }

    private void manifest(LinkCall call, ServerResponse response) throws IOException {
        Stored found = stored(auth.node(call), number(call, "releaseId"));
        Optional<Path> packed = manifests.packed(found.release());
        if (packed.isEmpty())
            throw new ApiException.NotFound(
                    "manifest of release", found.release().id());
        response.header(HeaderNames.CONTENT_TYPE, "application/octet-stream").send(Files.readAllBytes(packed.get()));
    }

    private static long number(LinkCall call, String field) {
        String text = call.query(field).orElse("");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new ApiException.Invalid(field, text.isEmpty() ? "missing" : "no number", "a number");
        }
    }

    private void configFile(LinkCall call, ServerResponse response) {
        Node node = auth.node(call);
        long placement = number(call, "placementId");
        byte[] content;
        try {
            content = wanted.file(node, placement, call.query("sha256").orElse(""))
                    .map(MadeFile::content)
                    .orElseThrow(() -> new ApiException.NotFound("file of placement", placement));
        } catch (Untellable e) {
            throw new ApiException.Conflict(e.words());
        }
        response.header(HeaderNames.CONTENT_TYPE, "application/octet-stream").send(content);
    }

    private void chunks(LinkCall call, ServerResponse response) throws IOException {
        Node node = auth.node(call); // before its body is read
        ChunkQuery query = call.body(ChunkQuery.class);
        Stored found = stored(node, query.releaseId());
        if (found.release().rotten()) throw new ApiException.Conflict(ReleaseEligibility.rotten(found.release()));
        long total = checked(query.ranges(), found.release().size());
        response.header(HeaderNames.CONTENT_TYPE, "application/octet-stream");
        response.headers().contentLength(total);
        byte[] buffer = new byte[(int) Math.min(BUFFER, total)];
        try (FileChannel file = FileChannel.open(found.file(), StandardOpenOption.READ);
                OutputStream out = response.outputStream()) {
            for (int i = 0; i < query.ranges().size(); i += 2) {
                long at = query.ranges().get(i);
                long end = at + query.ranges().get(i + 1);
                while (at < end) {
                    int n = file.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, end - at)), at);
                    if (n < 0) throw new IOException(found.file() + " is shorter than its release says");
                    out.write(buffer, 0, n);
                    at += n;
                }
            }
        }
    }

    /** How many bytes are asked for; each at most once. */
    private static long checked(List<Long> ranges, long size) {
        boolean fit = !ranges.isEmpty() && ranges.size() % 2 == 0 && ranges.size() <= 2 * RANGES;
        long behind = 0;
        long total = 0;
        for (int i = 0; fit && i < ranges.size(); i += 2) {
            long from = ranges.get(i);
            long length = ranges.get(i + 1);
            fit = from >= behind && length > 0 && length <= size - from;
            behind = from + length;
            total += length;
        }
        if (fit) return total;
        throw new ApiException.Invalid(
                "Ranges",
                ranges.size() + " numbers",
                "1–%d pairs of first byte and length, in order, within %d bytes".formatted(RANGES, size));
    }

    private static void text(ServerResponse response, int status, String words) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .send(words);
    }
}
