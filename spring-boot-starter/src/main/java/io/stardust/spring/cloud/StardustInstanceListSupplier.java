package io.stardust.spring.cloud;

import java.util.List;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import reactor.core.publisher.Flux;

/** The instances of one service for Spring Cloud's load balancer, with no cache between: a push counts at once. */
final class StardustInstanceListSupplier implements ServiceInstanceListSupplier {
    private final String service;
    private final Instances instances;

    StardustInstanceListSupplier(String service, Instances instances) {
        this.service = service;
        this.instances = instances;
    }

    @Override
    public String getServiceId() {
        return service;
    }

    @Override
    public Flux<List<ServiceInstance>> get() {
        return instances.later(service).flux();
    }
}
