package io.stardust.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From where the request came that this thread serves. It is bound around a whole request, so that what is recorded of
 * a change can name it without every method in between passing it on, or forgetting to.
 */
public final class Origin {
    private static final ScopedValue<Asked> NOW = ScopedValue.newInstance();
    private static final ScopedValue<AtomicLong> ACT = ScopedValue.newInstance();
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");
    private static final HeaderName FORWARDED_PROTO = HeaderNames.create("X-Forwarded-Proto");
    private static final HeaderName FORWARDED_PREFIX = HeaderNames.create("X-Forwarded-Prefix");
    private static final HeaderName FORWARDED = HeaderNames.create("Forwarded");

    /** A host, perhaps with a port; nothing that means something in a shell or a page. */
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9._-]{1,253}(:\\d{1,5})?|\\[[0-9a-fA-F:.]{2,45}](:\\d{1,5})?");

    /** A path that means nothing in a shell or a page, with or without a slash at its end. */
    private static final Pattern PREFIX = Pattern.compile("((?:/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,10})/?");

    /** {@code for} and {@code proto} of RFC 7239. */
    private static final Pattern PART = Pattern.compile("(?i)\\b(for|proto)\\s*=\\s*(\"[^\"]*\"|[^;,\\s]+)");

    private static final Pattern WITH_PORT = Pattern.compile("\\[([^]]*)](:\\d+)?|([0-9.]+):\\d+");

    private Origin() {}

    /** @param https true when the client asked by https, here or at a proxy */
    record Asked(String address, boolean https) {}

    /** Who sent {@code request}, as far as {@code proxies} can be believed. */
    static Asked asked(ServerRequest request, Networks proxies) {
        String address = address(request.remotePeer().host(), hops(request.headers()), proxies);
        return new Asked(address, request.isSecure() || toldHttps(request));
    }

    private static List<String> hops(Headers headers) {
        if (!headers.contains(FORWARDED_FOR)) return forwarded(headers, "for");
        List<String> hops = new ArrayList<>();
        for (String value : headers.values(FORWARDED_FOR)) hops.addAll(List.of(value.split(",", -1)));
        return hops.isEmpty() ? forwarded(headers, "for") : hops;
    }

    /** Anybody may say so, of their own request alone: all it does is that addresses in the answer begin with https. */
    private static boolean toldHttps(ServerRequest request) {
        boolean told = request.headers().contains(FORWARDED_PROTO)
                && request.headers().values(FORWARDED_PROTO).stream()
                        .anyMatch(value -> value.strip().equalsIgnoreCase("https"));
        return told || forwarded(request.headers(), "proto").stream().anyMatch("https"::equalsIgnoreCase);
    }

    private static List<String> forwarded(Headers headers, String name) {
        if (!headers.contains(FORWARDED)) return List.of();
        List<String> found = new ArrayList<>();
        for (String value : headers.values(FORWARDED)) {
            Matcher part = PART.matcher(value);
            while (part.find()) {
                if (part.group(1).toLowerCase(Locale.ROOT).equals(name)) {
                    found.add(part.group(2).replace("\"", ""));
                }
            }
        }
        return found;
    }

    /** Where the connection of this thread comes from, that asks with these headers to become a socket. */
    public static String ofSocket(Headers headers, Networks proxies) {
        String peer = Connection.current()
                .map(connection -> connection.remotePeer().host())
                .orElseThrow(() -> new IllegalStateException("not on a connection's thread"));
        return address(peer, hops(headers), proxies);
    }

    private static String address(String peer, List<String> hops, Networks proxies) {
        String address = peer;
        for (int i = hops.size() - 1; i >= 0 && proxies.contain(address); i--) {
            Optional<String> before = literal(hops.get(i));
            if (before.isEmpty()) break;
            address = before.get();
        }
        return address;
    }

    /** An address as digits, without its port; empty for names and nonsense. */
    private static Optional<String> literal(String text) {
        Matcher with = WITH_PORT.matcher(text.strip());
        String plain = text.strip();
        if (with.matches()) plain = with.group(1) != null ? with.group(1) : with.group(3);
        try {
            return Optional.of(InetAddress.ofLiteral(plain).getHostAddress());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * Where the client of {@code request} reached us, with the path that a proxy took away but no slash at the end; by
     * the request's own words if those are safe to repeat.
     */
    public static Optional<String> of(ServerRequest request) {
        boolean https = NOW.isBound() ? NOW.get().https() : request.isSecure();
        return request.headers()
                .first(HeaderNames.HOST)
                .filter(host -> HOST.matcher(host).matches())
                .map(host -> (https ? "https://" : "http://") + host + prefix(request.headers()));
    }

    private static String prefix(Headers headers) {
        Matcher told = PREFIX.matcher(headers.first(FORWARDED_PREFIX).orElse(""));
        return told.matches() ? told.group(1) : "";
    }

    /** Runs {@code work} as asked for from {@code address}. */
    public static void at(String address, Runnable work) {
        at(new Asked(address, false), work);
    }

    /** Runs {@code work} as asked for from there. */
    static void at(Asked asked, Runnable work) {
        ScopedValue.where(NOW, asked).where(ACT, new AtomicLong()).run(work);
    }

    /** The address; null on threads that serve no request. */
    public static @Nullable String address() {
        return NOW.isBound() ? NOW.get().address() : null;
    }

    /** The address that {@code request} came from. */
    static String address(ServerRequest request) {
        return NOW.isBound() ? NOW.get().address() : request.remotePeer().host();
    }

    /** Holds the id of the first change of this request, 0 before there is one; null on threads that serve none. */
    public static @Nullable AtomicLong act() {
        return ACT.isBound() ? ACT.get() : null;
    }
}
