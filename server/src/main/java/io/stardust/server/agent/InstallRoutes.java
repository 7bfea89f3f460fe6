package io.stardust.server.agent;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.stardust.server.http.Check;
import io.stardust.server.http.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the agent to new machines: a script that everybody may read, with no secret in it, and the packages it
 * fetches.
 *
 * <pre>
 *   /install.sh                          the script, with our address in it
 *   /install/agent-linux-x64.sha256      checksum and name of the newest version, ?channel=Beta of that channel
 *   /install/agent-4.0.1-linux-x64.tar.gz (.sha256)
 * </pre>
 */
public final class InstallRoutes {
    private static final String FOLDER = "/install/";
    private static final String SUM = ".sha256";
    private static final HeaderName X_CONTENT_SHA256 = HeaderNames.create("X-Content-SHA256");

    private final AgentReleases releases;
    private final @Nullable URI url;
    private final String script;

    /** @param url where machines reach us; null: as they ask */
    public InstallRoutes(AgentReleases releases, @Nullable URI url) {
        this.releases = releases;
        this.url = url;
        this.script = script();
    }

    private static String script() {
        try (InputStream in = InstallRoutes.class.getResourceAsStream("/install.sh")) {
            if (in == null) throw new IllegalStateException("install.sh is missing: the build is broken");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds the paths; to be called before the console, which answers what is left. */
    public void register(HttpRouting.Builder routing) {
        routing.get("/install.sh", this::script).get("/install/{file}", this::file);
    }

    private void script(ServerRequest request, ServerResponse response) {
        Optional<String> server = url == null ? Origin.of(request) : Optional.of(AgentReleaseRoutes.withoutSlash(url));
        if (server.isEmpty()) {
            text(response, 400, "Host: missing or strange (expected: a host, or the setting public-url)");
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, "text/x-shellscript; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-cache")
                .send(script.replace("@SERVER@", server.get()));
    }

    private void file(ServerRequest request, ServerResponse response) {
        String name = request.path().path().substring(FOLDER.length());
        boolean sum = name.endsWith(SUM);
        String of = sum ? name.substring(0, name.length() - SUM.length()) : name;
        Optional<AgentReleases.Stored> found = releases.file(of);
        if (sum && found.isEmpty() && of.startsWith("agent-")) {
            String channel = request.query().first("channel").asOptional().orElse("Release");
            found = Channels.named(channel)
                    .flatMap(named -> releases.newest(of.substring("agent-".length()), named))
                    .flatMap(release -> releases.file(release.fileName()));
        }
        if (found.isEmpty()) {
            text(
                    response,
                    404,
                    "no %s on this server (an administrator uploads it: stardust agent-release upload FILE)"
                            .formatted(printable(name)));
        } else if (sum) {
            AgentRelease release = found.get().release();
            text(response, 200, release.sha256() + "  " + release.fileName() + "\n");
        } else {
            send(found.get(), response);
        }
    }

    private static String printable(String name) {
        return Check.shortened(name.replaceAll("[^A-Za-z0-9._+-]", "?"), 100);
    }

    private static void send(AgentReleases.Stored found, ServerResponse response) {
        Path file = found.file();
        try {
            if (Files.size(file) != found.release().size()) {
                text(response, 500, "the server's copy of this package is damaged; upload the version again");
                return;
            }
            response.header(HeaderNames.CONTENT_TYPE, "application/octet-stream")
                    .header(X_CONTENT_SHA256, found.release().sha256());
            response.headers().contentLength(found.release().size());
            try (OutputStream out = response.outputStream()) {
                Files.copy(file, out);
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
