package io.stardust.spring;

import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationNotFoundException;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.Profiles;
import org.springframework.boot.context.properties.bind.Binder;

/** Knows {@code spring.config.import=stardust:}. */
final class StardustConfigResolver implements ConfigDataLocationResolver<StardustConfigResource> {
    private static final String PREFIX = "stardust:";

    @Override
    public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
        return location.hasPrefix(PREFIX);
    }

    /** Not yet: the document of a profile, in the same file, may say where the server is. */
    @Override
    public List<StardustConfigResource> resolve(
            ConfigDataLocationResolverContext context, ConfigDataLocation location) {
        return List.of();
    }

    @Override
    public List<StardustConfigResource> resolveProfileSpecific(
            ConfigDataLocationResolverContext context, ConfigDataLocation location, Profiles profiles) {
        if (!location.getNonPrefixedValue(PREFIX).isBlank()) {
            throw new IllegalArgumentException(
                    "spring.config.import: '" + location + "' (expected: " + PREFIX + " alone)");
        }
        Binder binder = context.getBinder();
        StardustProperties properties = binder.bindOrCreate("stardust", StardustProperties.class);
        if (!properties.enabled()) return List.of(StardustConfigResource.none());
        String server = properties.server();
        if (server == null || server.isBlank()) {
            throw new ConfigDataLocationNotFoundException(
                    location,
                    "the config of '" + location + "' has no server: set stardust.server, import optional:" + PREFIX
                            + ", or set stardust.enabled=false",
                    null);
        }
        Told.Words words = name -> binder.bind(property(name), String.class).orElse(null);
        return List.of(StardustConfigResource.of(
                Told.app(words, properties),
                server.strip(),
                location.isOptional(),
                properties,
                Told.builder(words, properties)));
    }

    /** What Spring Boot calls a variable of that name. */
    private static String property(String name) {
        if (!name.startsWith("STARDUST_")) return name;
        String rest = name.substring("STARDUST_".length());
        return "stardust." + rest.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
