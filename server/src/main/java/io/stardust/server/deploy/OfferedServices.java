package io.stardust.server.deploy;

import io.stardust.api.deploy.OfferedServiceView;
import io.stardust.protocol.Json;
import io.stardust.protocol.registry.OfferedService;
import io.stardust.server.app.Bounds;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The services that a deployment declares, as people write them, as they are kept, and as agents are told. */
final class OfferedServices {
    private static final int MOST = 20;
    private static final int TAGS = 20;
    private static final int HEALTH = 500;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{0,15}");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9._:=-]{1,50}");

    private OfferedServices() {}

    /**
     * What is kept of a list; null for an empty one.
     *
     * @throws Invalid with field, value and what was expected
     */
    static @Nullable String text(String field, List<OfferedServiceView> services) {
        if (services.isEmpty()) return null;
        if (services.size() > MOST) throw new Invalid(field, services.size() + " services", "at most " + MOST);
        Set<String> names = new HashSet<>();
        List<OfferedServiceView> checked = new ArrayList<>();
        for (int i = 0; i < services.size(); i++) {
            OfferedServiceView one = checked("%s.%d".formatted(field, i), services.get(i));
            if (!names.add(one.name() + "/" + one.port())) {
                throw new Invalid(field, "%s twice with the same port".formatted(one.name()), "each once");
            }
            checked.add(one);
        }
        return new String(Json.PEOPLE.listBytes(checked, OfferedServiceView.class), StandardCharsets.UTF_8);
    }

    private static OfferedServiceView checked(String at, OfferedServiceView one) {
        String name = matching(at + ".name", one.name(), NAME, "1 to 100 letters, digits, '.', '_' or '-'");
        @Nullable Integer port = one.port();
        if (port != null) Bounds.range(at + ".port", port, 1, 65535);
        @Nullable
        String scheme = one.scheme() == null || one.scheme().isEmpty()
                ? null
                : matching(at + ".scheme", one.scheme(), SCHEME, "such as http, https or tcp");
        List<String> tags = one.tags() == null ? List.of() : one.tags();
        if (tags.size() > TAGS) throw new Invalid(at + ".tags", tags.size() + " tags", "at most " + TAGS);
        for (String tag : tags) {
            matching(at + ".tags", tag, TAG, "words of 1 to 50 letters, digits and . _ : = -");
        }
        @Nullable String health = Check.optionalLine(at + ".health", one.health(), HEALTH);
        if (health != null && !health.matches("/.*|https?://.+|tcp://.+")) {
            throw new Invalid(at + ".health", health, "a path, or an http(s):// or tcp:// URL");
        }
        return new OfferedServiceView(name, port, scheme, tags.isEmpty() ? null : tags, health);
    }

    private static String matching(String field, @Nullable String value, Pattern pattern, String expected) {
        if (value == null || !pattern.matcher(value).matches()) {
            throw new Invalid(field, value == null ? "missing" : Check.shown(value), expected);
        }
        return value;
    }

    /** As people see what is kept; null for none. */
    static @Nullable List<OfferedServiceView> of(@Nullable String text) {
        if (text == null) return null;
        return Json.PEOPLE.readList(text.getBytes(StandardCharsets.UTF_8), OfferedServiceView.class);
    }

    /** As agents are told what is kept; null for none. */
    static @Nullable List<OfferedService> wire(@Nullable String text) {
        @Nullable List<OfferedServiceView> services = of(text);
        if (services == null) return null;
        return services.stream()
                .map(one -> new OfferedService(
                        one.name(),
                        one.port() == null ? 0 : one.port(),
                        one.scheme(),
                        one.tags() == null ? null : String.join(",", one.tags()),
                        one.health()))
                .toList();
    }
}
