package io.stardust.spring.cloud;

import java.util.List;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * Finds services in our registry, from memory. {@link #getServices} names those that this application offers or has
 * asked for: the server tells an app no others. Thread-safe.
 */
final class StardustDiscoveryClient implements DiscoveryClient {
    private final Instances instances;

    StardustDiscoveryClient(Instances instances) {
        this.instances = instances;
    }

    @Override
    public String description() {
        return "Stardust";
    }

    @Override
    public List<ServiceInstance> getInstances(String serviceId) {
        return instances.of(serviceId);
    }

    @Override
    public List<String> getServices() {
        return instances.services();
    }
}
