package io.stardust.spring.cloud;

import io.stardust.client.Stardust;
import io.stardust.client.registry.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.cloud.client.ServiceInstance;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The providers of services as instances of Spring Cloud, always as the server has pushed them last: the same list
 * until something changes, so nothing is kept here that could be old. Thread-safe.
 */
final class Instances {
    private final Stardust stardust;
    private final Heartbeats heartbeats;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    /** {@code of} is the registry's own list, which it replaces with each change. */
    private record Seen(List<Provider> of, List<ServiceInstance> instances) {}

    Instances(Stardust stardust, Heartbeats heartbeats) {
        this.stardust = stardust;
        this.heartbeats = heartbeats;
    }

    /** From memory; only the first question for a service waits for the server, {@code stardust.first-wait} at most. */
    List<ServiceInstance> of(String service) {
        List<Provider> providers = stardust.registry().resolve(service);
        Seen last = seen.get(service);
        if (last != null && last.of() == providers) return last.instances();
        List<ServiceInstance> instances = new ArrayList<>(providers.size());
        for (Provider each : providers) {
            StardustInstance instance = StardustInstance.of(service, each);
            if (instance != null) instances.add(instance);
        }
        if (last == null) heartbeats.watch(service);
        Seen now = new Seen(providers, List.copyOf(instances));
        seen.put(service, now);
        return now.instances();
    }

    /** The same for callers that must not wait: the first question is asked on another thread. */
    Mono<List<ServiceInstance>> later(String service) {
        return Mono.defer(() -> {
            Mono<List<ServiceInstance>> answer = Mono.fromCallable(() -> of(service));
            return seen.containsKey(service) ? answer : answer.subscribeOn(Schedulers.boundedElastic());
        });
    }

    /** Names of the services that this application offers or has asked for; the server lists no others to an app. */
    List<String> services() {
        List<String> names = new ArrayList<>(stardust.registry().asked());
        for (String each : stardust.registry().offered()) if (!names.contains(each)) names.add(each);
        return List.copyOf(names);
    }
}
