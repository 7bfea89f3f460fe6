package io.stardust.server.registry;

import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes addresses that can be called of what providers say about theirs. */
final class Addresses {
    /** Of one provider; more are left out, as upstream does. */
    static final int MOST = 5;

    private static final int EACH = 300; // characters
    private static final int ALL = 2_000;

    /** Scheme, host, port, and what follows; none of it a blank or what means something in a page or shell. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+.-]{0,19})://)?(\\[[0-9A-Fa-f:.]{2,45}]|[\\p{L}\\p{N}._-]{1,253}|\\*|\\+)(?::(\\d{1,5}))?((?:/[^\\s\"'<>\\\\,;]*)?)");

    private static final Pattern IP = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Set<String> WILDCARDS = Set.of("*", "+", "0.0.0.0", "[::]");

    private Addresses() {}

    /** An address in its parts; scheme and port are empty when it has none. */
    record Parts(String scheme, String host, String port, String rest) {
        String with(String otherHost) {
            String head = scheme.isEmpty() ? "" : scheme + "://";
            return head + otherHost + (port.isEmpty() ? "" : ":" + port) + rest;
        }
    }

    /** The parts of {@code address}; null when it is none. */
    static @Nullable Parts parts(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) return null;
        String port = matcher.group(3) == null ? "" : matcher.group(3);
        if (!port.isEmpty() && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535)) return null;
        String scheme = matcher.group(1) == null ? "" : matcher.group(1).toLowerCase(Locale.ROOT);
        return new Parts(scheme, matcher.group(2), port, matcher.group(4));
    }

    /**
     * Each address of {@code text}; throws {@link Invalid} when one is none.
     *
     * @param field what it is called in the message
     */
    static List<Parts> all(String field, @Nullable String text) {
        String bounded = text == null ? "" : text;
        if (bounded.length() > ALL) throw new Invalid(field, bounded.length() + " characters", "at most " + ALL);
        List<Parts> all = new ArrayList<>();
        for (String word : Filter.words(bounded)) {
            @Nullable Parts parts = word.length() > EACH ? null : parts(word);
            if (parts == null) {
                throw new Invalid(field, Check.shown(word), "addresses such as http://10.0.0.5:8080, commas between");
            }
            all.add(parts);
        }
        return all;
    }

    /** {@code said} with each of {@code ips} in the place of wildcard hosts: at most {@link #MOST}, none twice. */
    static List<String> called(List<Parts> said, List<String> ips) {
        Set<String> called = new LinkedHashSet<>();
        for (Parts parts : said) {
            if (!WILDCARDS.contains(parts.host())) called.add(parts.with(parts.host()));
            else for (String ip : ips) called.add(parts.with(host(ip)));
        }
        return called.stream().limit(MOST).toList();
    }

    /** {@code template} with what it names filled in. */
    static String filled(String template, @Nullable String localIp, String ip, List<Parts> said) {
        String port = said.stream()
                .map(Parts::port)
                .filter(some -> !some.isEmpty())
                .findFirst()
                .orElse("");
        return template.replace("{LocalIP}", localIp == null ? host(ip) : host(localIp))
                .replace("{IP}", host(ip))
                .replace("{Port}", port);
    }

    /** The addresses of machines in a text with commas between them; what is none is left out. */
    static List<String> ips(@Nullable String text) {
        return Filter.words(text).stream()
                .filter(word -> IP.matcher(word).matches())
                .limit(MOST)
                .toList();
    }

    private static String host(String ip) {
        return ip.indexOf(':') >= 0 && !ip.startsWith("[") ? "[" + ip + "]" : ip;
    }
}
