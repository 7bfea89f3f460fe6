package io.stardust.spring.cloud;

import io.stardust.client.registry.Provider;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;

/**
 * A provider as Spring Cloud sees it. Its metadata are the provider's own and, where known, {@code version},
 * {@code zone}, {@code node} and {@code weight}. Immutable; equal when the provider is.
 */
public final class StardustInstance implements ServiceInstance {
    private final String service;
    private final Provider provider;
    private final URI uri;
    private final Map<String, String> metadata;

    private StardustInstance(String service, Provider provider, URI uri) {
        this.service = service;
        this.provider = provider;
        this.uri = uri;
        Map<String, String> words = new HashMap<>();
        put(words, "version", provider.version());
        put(words, "zone", provider.zone());
        put(words, "node", provider.node());
        put(words, "weight", String.valueOf(provider.weight()));
        words.putAll(provider.metadata());
        this.metadata = Map.copyOf(words);
    }

    /** Null when the provider has no address that HTTP can call. */
    static @Nullable StardustInstance of(String service, Provider provider) {
        URI uri = provider.http();
        return uri == null ? null : new StardustInstance(service, provider, uri);
    }

    private static void put(Map<String, String> words, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) words.put(name, value);
    }

    /** As the registry knows it. */
    public Provider provider() {
        return provider;
    }

    @Override
    public String getInstanceId() {
        return service + ":" + provider.id();
    }

    @Override
    public String getServiceId() {
        return service;
    }

    @Override
    public String getHost() {
        return uri.getHost();
    }

    @Override
    public int getPort() {
        if (uri.getPort() >= 0) return uri.getPort();
        return isSecure() ? 443 : 80;
    }

    @Override
    public boolean isSecure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    @Override
    public URI getUri() {
        return uri;
    }

    @Override
    public Map<String, String> getMetadata() {
        return metadata;
    }

    @Override
    public String getScheme() {
        return uri.getScheme();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StardustInstance that && service.equals(that.service) && provider.equals(that.provider);
    }

    @Override
    public int hashCode() {
        return provider.hashCode();
    }

    @Override
    public String toString() {
        return getInstanceId() + " at " + uri;
    }
}
