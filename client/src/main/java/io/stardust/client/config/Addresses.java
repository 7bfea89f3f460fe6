package io.stardust.client.config;

import io.stardust.client.registry.Provider;
import io.stardust.client.registry.Registry;
import io.stardust.client.registry.Subscription;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Puts the addresses of a service in place of a value {@code $Registry:NAME}: those that the registry knows, with
 * commas between them; nothing when it knows none. Thread-safe.
 */
final class Addresses {
    private static final String PREFIX = "$Registry:";

    private final Registry registry;
    private final Runnable bell;
    private final Map<String, Subscription> watched = new HashMap<>(); // guarded by this
    private final AtomicBoolean changed = new AtomicBoolean();

    /** {@code bell} rings when a service that is named has other providers. */
    Addresses(Registry registry, Runnable bell) {
        this.registry = registry;
        this.bell = bell;
    }

    private static boolean isService(String value) {
        return value.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
                && !service(value).isEmpty();
    }

    private static String service(String value) {
        return value.substring(PREFIX.length()).strip();
    }

    /** Begins to ask for the services that {@code values} name, and asks no longer for others. */
    synchronized void watch(Map<String, String> values) {
        Set<String> named = new HashSet<>();
        for (String value : values.values()) if (isService(value)) named.add(service(value));
        watched.entrySet().removeIf(each -> {
            if (named.contains(each.getKey())) return false;
            each.getValue().close();
            return true;
        });
        for (String service : named) {
            watched.computeIfAbsent(
                    service,
                    name -> registry.subscribe(name, providers -> {
                        changed.set(true);
                        bell.run();
                    }));
        }
    }

    /** Whether a service has changed since this was asked last. */
    boolean takeChanged() {
        return changed.getAndSet(false);
    }

    /** {@code values} with addresses. Waits as the registry's first question for a service does. */
    Map<String, String> in(Map<String, String> values) {
        Map<String, String> with = new HashMap<>(values);
        with.replaceAll((key, value) -> isService(value) ? of(service(value)) : value);
        return with;
    }

    /** In the order of the alphabet, so that the same providers are the same value. */
    private String of(String service) {
        return registry.resolve(service).stream()
                .map(Provider::addresses)
                .flatMap(each -> each.stream().limit(1))
                .map(URI::toString)
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    synchronized void close() {
        watched.values().forEach(Subscription::close);
        watched.clear();
    }
}
