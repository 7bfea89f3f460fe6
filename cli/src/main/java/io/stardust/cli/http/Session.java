package io.stardust.cli.http;

import io.stardust.protocol.Authorities;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Says which server is meant and as whom: {@code STARDUST_URL} and {@code STARDUST_TOKEN} before the saved login. Opens
 * at most one connection pool at a time. Not thread-safe.
 */
public final class Session implements AutoCloseable {
    /** Where a server is when nobody says otherwise. */
    public static final String DEFAULT_URL = "http://localhost:6600";

    private final Map<String, String> environment;
    private final LoginFile file;
    private @Nullable Api api;

    public Session(Map<String, String> environment, LoginFile file) {
        this.environment = Map.copyOf(environment);
        this.file = file;
    }

    /**
     * The server, as the user who is signed in.
     *
     * @throws Failure with {@link Exit#NOT_SIGNED_IN} when nobody is
     */
    public Api api() {
        if (api != null) return api;
        String url = url(null);
        String token = token(url);
        if (token == null) {
            throw new Failure(
                    Exit.NOT_SIGNED_IN,
                    "not signed in at %s; sign in with: stardust login --url %s".formatted(url, url));
        }
        return open(url, token);
    }

    /** The server of {@code login}, as its user, whatever the environment says. */
    public Api as(Login login) {
        return open(login.url(), login.token());
    }

    /** The server, as nobody: for signing in. */
    public Api anonymous(@Nullable String url) {
        return open(url(url), null);
    }

    /** The address that is meant: {@code given}, else the environment's, else the saved one, else the default. */
    public String url(@Nullable String given) {
        if (given != null) return given;
        String named = environment.getOrDefault("STARDUST_URL", "");
        if (!named.isBlank()) return named;
        return file.read().map(Login::url).orElse(DEFAULT_URL);
    }

    private @Nullable String token(String url) {
        String named = environment.getOrDefault("STARDUST_TOKEN", "");
        if (!named.isBlank()) return named.strip();
        // A saved token goes only to the server that issued it.
        return file.read()
                .filter(login -> same(login.url(), url))
                .map(Login::token)
                .orElse(null);
    }

    private static boolean same(String a, String b) {
        return a.replaceAll("/+$", "").equalsIgnoreCase(b.replaceAll("/+$", ""));
    }

    /**
     * What trusts the server's certificate: {@code STARDUST_TLS_TRUST} adds authorities; null: the usual ones alone.
     */
    private @Nullable SSLContext tls() {
        String file = environment.getOrDefault("STARDUST_TLS_TRUST", "");
        try {
            return file.isBlank() ? null : Authorities.with(Path.of(file.strip()));
        } catch (IOException | InvalidPathException e) {
            throw new Failure(Exit.USAGE, "STARDUST_TLS_TRUST: %s".formatted(e.getMessage()));
        }
    }

    private Api open(String url, @Nullable String token) {
        close();
        Api opened = new Api(uri(url), token, tls());
        api = opened;
        return opened;
    }

    private static URI uri(String url) {
        try {
            URI uri = URI.create(url.strip());
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())))
                return uri;
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw Failure.usage("url: %s (expected: like %s)".formatted(url, DEFAULT_URL));
    }

    /** The saved login; empty when there is none. */
    public Optional<Login> saved() {
        return file.read();
    }

    /** Saves {@code login} for the commands to come. */
    public void save(Login login) {
        file.write(login);
    }

    /** Forgets the saved login. */
    public void forget() {
        file.delete();
    }

    @Override
    public void close() {
        if (api != null) api.close();
        api = null;
    }
}
