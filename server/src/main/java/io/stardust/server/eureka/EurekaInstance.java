package io.stardust.server.eureka;

import io.stardust.protocol.registry.PublishServiceInfo;
import io.stardust.server.registry.Offered;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An instance in Eureka's words (upstream InstanceInfo). Immutable.
 *
 * @param app in upper case
 * @param id unique within {@code app}
 * @param host by which it is called
 * @param plain true when {@code port} is served
 * @param secure true when {@code securePort} is served
 * @param vip names by which consumers look for it, commas between them
 * @param links pages of it, by their field: {@code homePageUrl} and the like
 * @param renewal seconds between its signs of life
 * @param duration seconds without one until it is over
 * @param registered epoch ms
 * @param renewed epoch ms
 * @param updated epoch ms, by our clock
 * @param dirty epoch ms when it changed last, by its own clock
 */
record EurekaInstance(
        String app,
        String id,
        String host,
        String ip,
        int port,
        boolean plain,
        int securePort,
        boolean secure,
        String vip,
        @Nullable String secureVip,
        Map<String, String> links,
        Status status,
        Status overridden,
        int renewal,
        int duration,
        Map<String, String> metadata,
        long registered,
        long renewed,
        long updated,
        long dirty) {
    static final int USUAL_RENEWAL = 30; // s
    static final int USUAL_DURATION = 90; // s
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MOST_WEIGHT = 1_000;

    private static final Pattern WEB =
            Pattern.compile("(?i)(http|https)://(\\[[^]]+]|[^:/\\[\\]]+)(?::(\\d{1,5}))?(?:/.*)?");

    /**
     * The service that it offers: named as its app, which Eureka turns to upper case, and written as its {@code vip}
     * where that is the same name.
     */
    String service() {
        String first = vip.split(",", 2)[0].strip();
        return upper(first).equals(app) ? first : app.toLowerCase(Locale.ROOT);
    }

    /** How a service, or an app, is called here. */
    static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /** What our registry is told of it. */
    PublishServiceInfo wish() {
        List<String> addresses = new ArrayList<>(2);
        if (plain) addresses.add("http://" + host + ":" + port);
        if (secure) addresses.add("https://" + host + ":" + securePort);
        return new PublishServiceInfo(
                service(),
                id,
                ip,
                metadata.get("version"),
                String.join(",", addresses),
                null,
                null,
                null,
                weight(),
                metadata.get("scope"),
                metadata.get("zone"),
                metadata);
    }

    private @Nullable Integer weight() {
        @Nullable String said = metadata.get("weight");
        if (said == null || !said.matches("\\d{1,4}")) return null;
        return Math.min(Integer.parseInt(said), MOST_WEIGHT);
    }

    /** The same as our registry has it now; {@code out}: its client has taken it out of service. */
    EurekaInstance as(Offered offered, boolean out, long lastRenewed) {
        boolean resting = offered.resting() || (out && offered.weightless());
        return new EurekaInstance(
                app,
                id,
                host,
                ip,
                port,
                plain,
                securePort,
                secure,
                vip,
                secureVip,
                links,
                status(resting),
                overridden(resting),
                renewal,
                duration,
                metadata,
                offered.createdAt(),
                lastRenewed,
                offered.updatedAt(),
                dirty);
    }

    private static Status status(boolean resting) {
        return resting ? Status.OUT_OF_SERVICE : Status.UP;
    }

    private static Status overridden(boolean resting) {
        return resting ? Status.OUT_OF_SERVICE : Status.UNKNOWN;
    }

    /**
     * A provider of ours, of which we know what Eureka's clients say of themselves from its first http and its first
     * https address; empty when it has neither.
     */
    static Optional<EurekaInstance> of(Offered offered) {
        @Nullable Matcher plain = null;
        @Nullable Matcher secure = null;
        for (String address : offered.address().split(",")) {
            Matcher web = WEB.matcher(address);
            if (!web.matches()) continue;
            if (web.group(1).equalsIgnoreCase("http")) plain = plain == null ? web : plain;
            else secure = secure == null ? web : secure;
        }
        @Nullable Matcher first = plain == null ? secure : plain;
        if (first == null) return Optional.empty();
        String host = first.group(2);
        if (secure != null && !secure.group(2).equals(host)) secure = null; // it has one host only
        int securePort = secure == null ? HTTPS : port(secure, HTTPS);
        // of a lease of its own it had told its id; others are known by their app as well
        String id = offered.leased() ? offered.client() : offered.client() + ":" + offered.app();
        String base = plain == null ? "https://" + host + ":" + securePort : "http://" + host + ":" + port(plain, HTTP);
        return Optional.of(new EurekaInstance(
                upper(offered.service()),
                id,
                host,
                host,
                plain == null ? securePort : port(plain, HTTP),
                plain != null,
                securePort,
                secure != null,
                offered.service(),
                offered.service(),
                Map.of("homePageUrl", base + "/"),
                status(offered.resting()),
                overridden(offered.resting()),
                USUAL_RENEWAL,
                USUAL_DURATION,
                metadata(offered),
                offered.createdAt(),
                offered.updatedAt(),
                offered.updatedAt(),
                offered.updatedAt()));
    }

    private static int port(Matcher web, int usual) {
        return web.group(3) == null ? usual : Integer.parseInt(web.group(3));
    }

    private static Map<String, String> metadata(Offered offered) {
        Map<String, String> all = new TreeMap<>(offered.metadata());
        all.keySet().removeIf(name -> name.startsWith("@")); // clients take @class for a class of theirs
        if (offered.version() != null) all.putIfAbsent("version", offered.version());
        if (offered.zone() != null) all.putIfAbsent("zone", offered.zone());
        if (offered.scope() != null) all.putIfAbsent("scope", offered.scope());
        return all;
    }
}
