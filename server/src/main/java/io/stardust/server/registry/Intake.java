package io.stardust.server.registry;

import io.stardust.protocol.Printable;
import io.stardust.protocol.registry.PublishServiceInfo;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import io.stardust.server.instance.Instance;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a registration may look like; makes one of what a provider says. */
final class Intake {
    static final int USUAL_WEIGHT = 100;
    static final int MOST_WEIGHT = 1_000;
    static final int HEALTH = 500;

    private static final int VERSION = 64;
    private static final int WORD = 64;
    private static final int TAG = 500;
    private static final int CLIENT = 200;
    private static final int IPS = 500;
    private static final int ENTRIES = 32;
    private static final int VALUE = 256;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._:/-]{0,99}");

    private Intake() {}

    /** A service's name. */
    static String name(@Nullable String name) {
        if (name != null && NAME.matcher(name).matches()) return name;
        throw new Invalid(
                "ServiceName",
                name == null || name.isEmpty() ? "missing" : Check.shown(name),
                "1–100 letters, digits, '.', '_', ':', '/', '-', a letter or digit first");
    }

    /** The instance's client, as it is named in a request; {@code who}'s when it is not. */
    static String client(Instance who, @Nullable String said) {
        @Nullable String given = line("ClientId", said, CLIENT);
        return given == null ? who.client() : given;
    }

    /** Of a singleton the process does not count. */
    static String client(ServiceDefinition definition, String client) {
        int at = client.indexOf('@');
        return definition.singleton() && at > 0 ? client.substring(0, at) : client;
    }

    /**
     * What {@code who} registers; number and times are not set yet.
     *
     * @param from where the request came from
     */
    static Registration registration(ServiceDefinition definition, Instance who, PublishServiceInfo wish, String from) {
        List<String> ips = Addresses.ips(line("IP", wish.ip() == null ? who.ip() : wish.ip(), IPS));
        List<Addresses.Parts> said = Addresses.all("Address", wish.address());
        List<Addresses.Parts> external = Addresses.all("ExternalAddress", wish.externalAddress());
        List<String> stand = definition.extranet() || ips.isEmpty() ? List.of(from) : ips;
        String outside = String.join(",", Addresses.called(external, List.of(from)));
        String address = outside.isEmpty() ? String.join(",", Addresses.called(said, stand)) : outside;
        if (definition.address() != null) {
            address = Addresses.filled(definition.address(), ips.isEmpty() ? null : ips.getFirst(), from, said);
        }
        if (address.isEmpty()) throw new Invalid("Address", "missing", "e.g. http://*:8080");
        return new Registration(
                0,
                definition.name(),
                who.appId(),
                who.app(),
                who.projectId(),
                client(definition, client(who, wish.clientId())),
                who.key(),
                who.run(),
                who.sdk(),
                0,
                who.nodeId(),
                who.node(),
                first(line("Version", wish.version(), VERSION), who.version()),
                address,
                outside.isEmpty() ? null : outside,
                wish.address(),
                first(line("Scope", wish.scope(), WORD), who.scope()),
                tag(wish.tag()),
                Check.number("Weight", wish.weight(), USUAL_WEIGHT, 0, MOST_WEIGHT),
                first(line("Zone", wish.zone(), WORD), who.zone()),
                line("Health", wish.health(), HEALTH),
                metadata(wish.metadata()),
                from,
                0,
                0);
    }

    /** Words with commas between them, each once. */
    static @Nullable String tag(@Nullable String tag) {
        @Nullable String line = line("Tag", tag, TAG);
        return line == null
                ? null
                : String.join(",", Filter.words(line).stream().distinct().toList());
    }

    private static Map<String, String> metadata(@Nullable Map<String, String> said) {
        if (said == null) return Map.of();
        if (said.size() > ENTRIES) throw new Invalid("Metadata", said.size() + " entries", "at most " + ENTRIES);
        said.forEach((key, value) -> {
            Check.text("Metadata", key, WORD);
            if (value == null) throw new Invalid("Metadata", "null", "text");
            Check.optionalLine("Metadata." + Check.shown(key), value, VALUE);
        });
        return said;
    }

    /** One line of text; empty is absent. */
    static @Nullable String line(String field, @Nullable String value, int max) {
        return value == null || value.isBlank() ? null : Check.optionalLine(field, value.strip(), max);
    }

    private static @Nullable String first(@Nullable String said, @Nullable String absent) {
        return said == null ? absent : said;
    }

    /** What a consumer wants. */
    static Filter filter(
            @Nullable String minVersion, @Nullable String tag, @Nullable String scope, boolean scoped, Instance who) {
        @Nullable String asked = line("Scope", scope, WORD);
        return new Filter(
                line("MinVersion", minVersion, VERSION),
                Filter.words(tag(tag)),
                asked == null && scoped ? who.scope() : asked,
                scoped);
    }

    /** True when a line of the journal could have been written here. */
    static boolean holds(@Nullable Registration read) {
        return read != null
                && read.id() > 0
                && read.appId() > 0
                && read.service() != null
                && NAME.matcher(read.service()).matches()
                && read.client() != null
                && read.client().length() <= CLIENT
                && read.owner() != null
                && read.app() != null
                && read.from() != null
                && read.address() != null
                && Printable.is(read.address())
                && read.lease() >= 0
                && read.weight() >= 0
                && read.weight() <= MOST_WEIGHT;
    }
}
