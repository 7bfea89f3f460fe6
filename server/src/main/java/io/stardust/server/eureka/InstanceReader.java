package io.stardust.server.eureka;

import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes an instance of what a client sends to register it; numbers may be text, as Eureka's clients write them. */
final class InstanceReader {
    /** The pages of an instance that are kept as they are told. */
    static final List<String> LINKS = List.of("homePageUrl", "statusPageUrl", "healthCheckUrl", "secureHealthCheckUrl");

    private static final int NAME = 100;
    private static final int ID = 200;
    private static final int URL = 500;
    private static final int ENTRIES = 32;
    private static final int KEY = 64;
    private static final int VALUE = 256;
    private static final int SHORTEST = 10; // s
    private static final int LONGEST = 3_600; // s

    private static final Pattern HOST = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}]|[\\p{L}\\p{N}._-]+");
    private static final Pattern IP6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private final Map<?, ?> fields;

    private InstanceReader(Map<?, ?> fields) {
        this.fields = fields;
    }

    /**
     * The instance of a document.
     *
     * @param document with {@code instance} as its root
     * @param app that is named in the path
     * @param now epoch ms
     * @throws Invalid if something is missing or out of bounds
     */
    static EurekaInstance read(@Nullable Object document, String app, long now) {
        @Nullable Object root = document instanceof Map<?, ?> map ? map.get("instance") : null;
        if (!(root instanceof Map<?, ?> fields)) throw new Invalid("body: no instance (expected: {\"instance\":{…}})");
        return new InstanceReader(fields).instance(app, now);
    }

    private EurekaInstance instance(String inPath, long now) {
        String app = EurekaInstance.upper(required("app", NAME));
        if (!app.equals(EurekaInstance.upper(inPath))) {
            throw new Invalid("app", Check.shown(app), "that of the path, " + Check.shown(inPath));
        }
        @Nullable String named = text("hostName", ID);
        @Nullable String ip = text("ipAddr", NAME);
        String host = host(named != null ? named : ip != null ? ip : required("hostName", ID));
        @Nullable String id = text("instanceId", ID);
        if (id != null && id.indexOf('#') >= 0) throw new Invalid("instanceId", Check.shown(id), "no # in it");
        @Nullable String vip = text("vipAddress", URL);
        Port plain = port("port", 7001, true);
        Port secure = port("securePort", 7002, false);
        if (!plain.enabled && !secure.enabled) throw new Invalid("port: none is enabled (expected: one)");
        Map<?, ?> lease = map("leaseInfo");
        @Nullable String status = text("status", NAME);
        return new EurekaInstance(
                app,
                id == null ? host : id,
                host,
                ip == null ? host : ip,
                plain.number,
                plain.enabled,
                secure.number,
                secure.enabled,
                vip == null ? app : vip,
                text("secureVipAddress", URL),
                links(),
                status == null ? Status.UP : Status.of(status),
                Status.UNKNOWN,
                seconds(lease.get("renewalIntervalInSecs"), EurekaInstance.USUAL_RENEWAL, 1),
                seconds(lease.get("durationInSecs"), EurekaInstance.USUAL_DURATION, SHORTEST),
                metadata(),
                now,
                now,
                now,
                number("lastDirtyTimestamp", fields.get("lastDirtyTimestamp"), now, 0, Long.MAX_VALUE));
    }

    /** A name or address that a URL can hold: commas and slashes would make several addresses of it, or another. */
    private static String host(String said) {
        if (IP6.matcher(said).matches()) return "[" + said + "]";
        if (HOST.matcher(said).matches()) return said;
        throw new Invalid("hostName", Check.shown(said), "the name or address of a host");
    }

    private record Port(int number, boolean enabled) {}

    private Port port(String field, int usual, boolean enabled) {
        @Nullable Object said = fields.get(field);
        @Nullable Object number = said instanceof Map<?, ?> parts ? parts.get("$") : said;
        @Nullable Object on = said instanceof Map<?, ?> parts ? parts.get("@enabled") : null;
        boolean served = on == null ? enabled : String.valueOf(on).equals("true");
        // one that is not served may be anything: some write 0
        return new Port((int) number(field, number, usual, served ? 1 : 0, 65_535), served);
    }

    private Map<String, String> links() {
        Map<String, String> links = new LinkedHashMap<>();
        for (String field : LINKS) {
            @Nullable String link = text(field, URL);
            if (link != null) links.put(field, link);
        }
        return links;
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>();
        map("metadata").forEach((key, value) -> {
            String name = String.valueOf(key);
            if (name.startsWith("@") || value == null) return; // what Java class it was
            Check.text("metadata", name, KEY);
            String field = "metadata." + Check.shown(name);
            if (value instanceof Map || value instanceof List) throw new Invalid(field, "no text", "text");
            @Nullable String line = Check.optionalLine(field, plain(value), VALUE);
            if (line != null) metadata.put(name, line);
        });
        if (metadata.size() > ENTRIES)
            throw new Invalid("metadata", metadata.size() + " entries", "at most " + ENTRIES);
        return metadata;
    }

    private Map<?, ?> map(String field) {
        return fields.get(field) instanceof Map<?, ?> map ? map : Map.of();
    }

    private String required(String field, int max) {
        return Check.text(field, text(field, max), max);
    }

    private @Nullable String text(String field, int max) {
        @Nullable Object value = fields.get(field);
        if (value == null || "".equals(value)) return null;
        if (value instanceof Map || value instanceof List) throw new Invalid(field, "no text", "text");
        return Check.text(field, plain(value), max);
    }

    /** A number as it was written. */
    private static String plain(Object value) {
        boolean whole = value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15;
        return whole ? Long.toString(((Double) value).longValue()) : value.toString();
    }

    private static int seconds(@Nullable Object said, int usual, int least) {
        return Math.clamp(number("leaseInfo", said, usual, 0, Integer.MAX_VALUE), least, LONGEST);
    }

    private static long number(String field, @Nullable Object said, long usual, long min, long max) {
        if (said == null || "".equals(said)) return usual;
        String text = plain(said);
        long number = text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
        if (number < min || number > max) throw new Invalid(field, Check.shown(text), "a number, " + min + "–" + max);
        return number;
    }
}
