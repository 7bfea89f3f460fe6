package io.stardust.spring;

import io.stardust.client.StardustBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;
import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;

/**
 * Starts the application's {@code Stardust} before the application is there, since its config is needed first; the
 * application takes it over. An import that comes again, as Spring Cloud does it to refresh, gets what is there.
 */
final class StardustConfigLoader implements ConfigDataLoader<StardustConfigResource> {
    private static final Map<StardustConfigResource, StardustConfigSource> OPEN = new ConcurrentHashMap<>();

    @Override
    public ConfigData load(ConfigDataLoaderContext context, StardustConfigResource resource) {
        StardustBuilder builder = resource.builder();
        if (builder == null) return ConfigData.EMPTY;
        StardustConfigSource source =
                OPEN.computeIfAbsent(resource, each -> new StardustConfigSource(each.app(), builder.start()));
        source.showFirst();
        if (source.version() == 0 && !resource.isOptional()) {
            source.getSource().close();
            forget(source);
            throw new ConfigDataResourceNotFoundException(resource);
        }
        return new ConfigData(List.of(source));
    }

    /** Its application is over. */
    static void forget(StardustConfigSource source) {
        OPEN.values().removeIf(each -> each.getSource().equals(source.getSource()));
    }
}
