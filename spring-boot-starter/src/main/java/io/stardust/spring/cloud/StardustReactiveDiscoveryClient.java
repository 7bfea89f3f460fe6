package io.stardust.spring.cloud;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import reactor.core.publisher.Flux;

/** As {@link StardustDiscoveryClient}, for those who must not wait. Thread-safe. */
final class StardustReactiveDiscoveryClient implements ReactiveDiscoveryClient {
    private final Instances instances;

    StardustReactiveDiscoveryClient(Instances instances) {
        this.instances = instances;
    }

    @Override
    public String description() {
        return "Stardust";
    }

    @Override
    public Flux<ServiceInstance> getInstances(String serviceId) {
        return instances.later(serviceId).flatMapIterable(each -> each);
    }

    @Override
    public Flux<String> getServices() {
        return Flux.fromIterable(instances.services());
    }
}
