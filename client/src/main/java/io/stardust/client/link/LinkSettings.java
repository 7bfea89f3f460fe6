package io.stardust.client.link;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the servers are and how to talk to them. Immutable.
 *
 * @param servers At least one, in order of preference; {@code http} or {@code https}, no query.
 * @param userAgent Of every request, e.g. {@code StarAgent/v4.0.0}.
 * @param clock Tells the date; waits are measured otherwise.
 */
public record LinkSettings(List<URI> servers, String userAgent, Pace pace, InstantSource clock) {
    /** Copies and checks {@code servers}. */
    public LinkSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) throw new IllegalArgumentException("server: none (expected: an http or https URL)");
    }

    /** Returns the settings for {@code servers}, a comma list as in {@code http://a:6600,http://b:6600}. */
    public static LinkSettings of(String servers, String userAgent) {
        return new LinkSettings(parse(servers), userAgent, Pace.usual(), InstantSource.system());
    }

    /** The same with another rhythm. */
    public LinkSettings withPace(Pace pace) {
        return new LinkSettings(servers, userAgent, pace, clock);
    }

    /** The same by another clock. */
    public LinkSettings withClock(InstantSource clock) {
        return new LinkSettings(servers, userAgent, pace, clock);
    }

    /**
     * Reads a comma list of server addresses; a trailing slash goes.
     *
     * @throws IllegalArgumentException if one is no http or https URL with a host
     */
    public static List<URI> parse(String servers) {
        List<URI> result = new ArrayList<>();
        for (String part : servers.split(",", -1)) {
            String text = part.strip();
            if (!text.isEmpty()) result.add(server(text));
        }
        return result;
    }

    private static URI server(String text) {
        String bare = text;
        while (bare.endsWith("/")) bare = bare.substring(0, bare.length() - 1);
        try {
            URI uri = new URI(bare);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getQuery() == null && uri.getUserInfo() == null) return uri;
        } catch (java.net.URISyntaxException e) {
            throw new IllegalArgumentException(wrong(text), e);
        }
        throw new IllegalArgumentException(wrong(text));
    }

    private static String wrong(String text) {
        return "server: '" + text + "' (expected: a URL such as http://stardust.example:6600)";
    }
}
