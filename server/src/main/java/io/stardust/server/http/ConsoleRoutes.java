package io.stardust.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.stardust.protocol.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves the console from the class path folder {@code console/}: its page under every path that a browser opens, its
 * files as they are. Thread-safe. To be registered last, since it takes what nobody else took.
 */
public final class ConsoleRoutes {
    private static final String FOLDER = "/console/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,150}");

    /** First parts of paths that are never the page's, in any case: those of the two faces. */
    private static final Set<String> OTHERS = Set.of(
            "api", "node", "app", "config", "trace", "deploy", "log", "oauth", "cube", "health", "assets", "install",
            "eureka");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    /** Scripts and all else come from this server only; the component library writes styles into the page. */
    private static final String POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; connect-src 'self'; font-src 'self' data:; frame-ancestors 'none'; "
            + "base-uri 'none'; form-action 'self'; object-src 'none'";

    private static final HeaderName NO_SNIFF = HeaderNames.create("X-Content-Type-Options");
    private static final HeaderName FRAMES = HeaderNames.create("X-Frame-Options");
    private static final HeaderName CONTENT_POLICY = HeaderNames.create("Content-Security-Policy");
    private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");
    private static final HeaderName OPENER = HeaderNames.create("Cross-Origin-Opener-Policy");

    /** Adds the routes. */
    public void register(HttpRouting.Builder routing) {
        routing.any(ConsoleRoutes::serve);
    }

    private static void serve(ServerRequest request, ServerResponse response) {
        String method = request.prologue().method().text();
        Optional<Asset> found = method.equals("GET") || method.equals("HEAD") ? find(request) : Optional.empty();
        if (found.isEmpty()) {
            response.next();
        } else {
            send(request, response, found.get(), method.equals("HEAD"));
        }
    }

    private static Optional<Asset> find(ServerRequest request) {
        String path = request.path().path();
        if (path.startsWith("/assets/")) {
            String name = path.substring("/assets/".length());
            return NAME.matcher(name).matches() ? Asset.load("assets/" + name, true) : Optional.empty();
        }
        String name = path.substring(1);
        if (name.indexOf('.') > 0 && NAME.matcher(name).matches()) return Asset.load(name, false);
        int slash = name.indexOf('/');
        String first = (slash < 0 ? name : name.substring(0, slash)).toLowerCase(Locale.ROOT);
        boolean opened = path.equals("/")
                || request.headers().first(HeaderNames.ACCEPT).orElse("").contains("text/html");
        return opened && !OTHERS.contains(first)
                ? Asset.load("index.html", false)
                        .map(page -> page.seenFrom(request.path().rawPath()))
                : Optional.empty();
    }

    private static void send(ServerRequest request, ServerResponse response, Asset asset, boolean headOnly) {
        response.header(NO_SNIFF, "nosniff")
                .header(FRAMES, "DENY")
                .header(CONTENT_POLICY, POLICY)
                .header(REFERRER, "same-origin")
                .header(OPENER, "same-origin")
                .header(HeaderNames.VARY, "Accept-Encoding")
                .header(HeaderNames.ETAG, asset.etag())
                .header(
                        HeaderNames.CACHE_CONTROL,
                        asset.immutable() ? "public, max-age=31536000, immutable" : "no-cache");
        if (request.headers()
                .first(HeaderNames.IF_NONE_MATCH)
                .filter(asset.etag()::equals)
                .isPresent()) {
            response.status(304).send();
            return;
        }
        byte[] bytes = asset.plain();
        if (asset.zipped() != null && Gzip.accepted(request)) {
            bytes = asset.zipped();
            response.header(HeaderNames.CONTENT_ENCODING, "gzip");
        }
        response.header(HeaderNames.CONTENT_TYPE, asset.type());
        if (headOnly) {
            response.headers().contentLength(bytes.length);
            response.send();
        } else {
            response.send(bytes);
        }
    }

    /**
     * A file of the console. Read anew each time: a browser asks once, and what is not kept costs nothing.
     *
     * @param zipped the same, compressed when it was built; null when that was not worth it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Asset(String type, byte[] plain, byte @Nullable [] zipped, boolean immutable) {
        static Optional<Asset> load(String name, boolean immutable) {
            @Nullable String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type == null) return Optional.empty();
            byte @Nullable [] plain = read(name);
            return plain == null
                    ? Optional.empty()
                    : Optional.of(new Asset(type, plain, read(name + ".gz"), immutable));
        }

        /**
         * The page, whose files are named from the console's root, as a browser at {@code path} must name them. So it
         * is whole below any path that a proxy takes away before it asks us, without our knowing of it.
         */
        Asset seenFrom(String path) {
            String up = "../".repeat((int) path.chars().filter(c -> c == '/').count() - 1);
            String page = new String(plain, StandardCharsets.UTF_8).replace("\"./", "\"" + (up.isEmpty() ? "./" : up));
            return new Asset(type, page.getBytes(StandardCharsets.UTF_8), null, immutable);
        }

        private static byte @Nullable [] read(String name) {
            try (InputStream in = ConsoleRoutes.class.getResourceAsStream(FOLDER + name)) {
                return in == null ? null : in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Weak, since the compressed bytes are called the same. */
        String etag() {
            return "W/\"" + HexFormat.of().formatHex(Hashes.sha256().digest(plain), 0, 12) + "\"";
        }
    }
}
