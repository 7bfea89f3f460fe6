package io.stardust.server.registry;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the server looks whether a provider is well. Only hosts at which the provider itself can be called are asked,
 * none of them one that just this machine or its link knows: nobody sends the server elsewhere. Immutable.
 *
 * @param url {@code http}, {@code https} or {@code tcp}
 * @param local true when the registration came from this machine, which may be asked then
 */
record ProbeTarget(URI url, boolean local) {
    private static final int TIMEOUT = 3_000; // ms
    private static final Set<String> SCHEMES = Set.of("http", "https", "tcp");

    /**
     * The target of {@code health}; null when there is none that may be asked.
     *
     * @param from where the registration came from
     */
    static @Nullable ProbeTarget of(String health, String addresses, String from) {
        List<Addresses.Parts> called = Filter.words(addresses).stream()
                .map(Addresses::parts)
                .filter(parts -> parts != null)
                .toList();
        @Nullable String url = health.startsWith("/") ? ofPath(health, called) : ofUrl(health, called);
        if (url == null) return null;
        try {
            URI uri = URI.create(url);
            boolean whole = uri.getHost() != null && (uri.getPort() > 0 || !"tcp".equals(uri.getScheme()));
            return whole ? new ProbeTarget(uri, isLocal(from)) : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable String ofPath(String path, List<Addresses.Parts> called) {
        for (Addresses.Parts parts : called) {
            boolean http = parts.scheme().isEmpty() || parts.scheme().startsWith("http");
            if (!http) continue;
            String scheme = parts.scheme().equals("https") ? "https" : "http";
            return scheme + "://" + parts.host() + (parts.port().isEmpty() ? "" : ":" + parts.port()) + path;
        }
        return null;
    }

    private static @Nullable String ofUrl(String url, List<Addresses.Parts> called) {
        Addresses.@Nullable Parts parts = Addresses.parts(url);
        if (parts == null || !SCHEMES.contains(parts.scheme())) return null;
        String host = parts.host();
        return called.stream().anyMatch(one -> one.host().equalsIgnoreCase(host)) ? url : null;
    }

    private static boolean isLocal(String from) {
        return from.startsWith("127.") || from.equals("::1") || from.equals("0:0:0:0:0:0:0:1");
    }

    /** Asks; returns what is wrong, null when it is well. */
    @Nullable
    String ask() {
        String host = url.getHost().replace("[", "").replace("]", "");
        try {
            InetAddress address = InetAddress.getByName(host);
            if (!mayBeAsked(address)) return "not asked: " + host + " is this machine's own, or its link's";
            return "tcp".equals(url.getScheme()) ? connect(address) : get();
        } catch (IOException e) {
            return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
        }
    }

    private boolean mayBeAsked(InetAddress address) {
        if (address.isLoopbackAddress()) return local;
        return !address.isAnyLocalAddress() && !address.isLinkLocalAddress() && !address.isMulticastAddress();
    }

    private @Nullable String connect(InetAddress address) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, url.getPort()), TIMEOUT);
            return null;
        }
    }

    private @Nullable String get() throws IOException {
        if (!(url.toURL().openConnection(java.net.Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
            return "not HTTP";
        }
        try {
            connection.setConnectTimeout(TIMEOUT);
            connection.setReadTimeout(TIMEOUT);
            connection.setInstanceFollowRedirects(false); // which could lead anywhere
            connection.setRequestProperty("Connection", "close");
            connection.setRequestProperty("User-Agent", "Stardust");
            int status = connection.getResponseCode();
            return status >= 200 && status < 400 ? null : "HTTP " + status;
        } finally {
            connection.disconnect();
        }
    }
}
