package io.stardust.agent.probe;

import io.stardust.protocol.deploy.Probe;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is asked, checked. A closed choice of immutable records. */
public sealed interface Question {
    /** How people know it. */
    String shown();

    /** Whom a connection is made to; empty = none is made. */
    default String host() {
        return "";
    }

    /** At which port; 0 = none. */
    default int port() {
        return 0;
    }

    /** Whether that is this machine, by its loopback address. */
    default boolean isHere() {
        String host = host();
        return host.equalsIgnoreCase("localhost")
                || host.startsWith("127.")
                || host.equals("::1")
                || host.equals("[::1]");
    }

    /** Whether TLS is spoken. */
    default boolean tls() {
        return false;
    }

    /**
     * A GET; an answer of 200..399 is a yes, if the body holds what is expected.
     *
     * @param path With the query.
     * @param tls The certificate is not checked: it is asked whether something answers, and nothing secret is sent.
     */
    record Http(
            String shown,
            String host,
            int port,
            String path,
            boolean tls,
            @Nullable String expect) implements Question {}

    /** A connection; that it is accepted is a yes. */
    record Tcp(String shown, String host, int port) implements Question {}

    /** A command; that it ends with 0 is a yes. */
    record Exec(String shown) implements Question {}

    /**
     * Checks a probe.
     *
     * @param port The app's, 0 = none; where the probe names none.
     * @throws IllegalArgumentException if it cannot be asked; the message is for people
     */
    static Question of(Probe probe, int port) {
        String target = Objects.requireNonNullElse(probe.target(), "").strip();
        String kind = Objects.requireNonNullElse(probe.kind(), "").strip().toLowerCase(Locale.ROOT);
        if (kind.equals("http")) return http(target, port, probe.expect());
        if (kind.equals("tcp")) return tcp(target, port);
        if (kind.equals("exec")) {
            if (target.isEmpty()) throw new IllegalArgumentException("target: missing (expected: a command line)");
            return new Exec(target);
        }
        throw new IllegalArgumentException("kind: '" + probe.kind() + "' (expected: http, tcp or exec)");
    }

    /**
     * The probe that a health check's address stands for.
     *
     * @throws IllegalArgumentException if it can be none; the message is for people
     */
    static Probe ofAddress(String address) {
        String text = address.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            return new Probe("http", text, 0, 0, 0, 0, null);
        }
        if (lower.startsWith("tcp://")) {
            String rest = text.substring("tcp://".length());
            int slash = rest.indexOf('/');
            return new Probe("tcp", slash < 0 ? rest : rest.substring(0, slash), 0, 0, 0, 0, null);
        }
        throw new IllegalArgumentException(
                "health check '" + address + "' cannot be asked (expected: http://, https:// or tcp://)");
    }

    private static Question http(String target, int port, @Nullable String expect) {
        String text = target.isEmpty() ? "/" : target;
        String wanted = expect == null || expect.isEmpty() ? null : expect;
        if (text.startsWith("/")) {
            String shown = "http://127.0.0.1:" + some(port, target) + text;
            return new Http(shown, "127.0.0.1", port, text, false, wanted);
        }
        String expected = "target: '" + target + "' (expected: a path, or an address http:// or https://)";
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(expected, e);
        }
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        String host = uri.getHost();
        if ((!tls && !"http".equalsIgnoreCase(uri.getScheme())) || host == null) {
            throw new IllegalArgumentException(expected);
        }
        int at = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        if (uri.getRawQuery() != null) path += "?" + uri.getRawQuery();
        return new Http(text, host, at, path, tls, wanted);
    }

    private static Question tcp(String target, int port) {
        if (target.isEmpty()) return new Tcp("tcp://127.0.0.1:" + some(port, target), "127.0.0.1", port);
        int colon = target.lastIndexOf(':');
        String host = colon < 0 ? "" : target.substring(0, colon);
        int at = 0;
        try {
            at = Integer.parseInt(target.substring(colon + 1));
        } catch (NumberFormatException _) {
            // told below
        }
        if (host.isEmpty() || host.equals("*")) host = "127.0.0.1";
        if (at < 1 || at > 65_535) {
            throw new IllegalArgumentException("target: '" + target + "' (expected: host:port)");
        }
        return new Tcp("tcp://" + target, host, at);
    }

    private static int some(int port, String target) {
        if (port > 0) return port;
        throw new IllegalArgumentException(
                "target: '" + target + "', but the app has no port (expected: a port, or a whole address)");
    }
}
