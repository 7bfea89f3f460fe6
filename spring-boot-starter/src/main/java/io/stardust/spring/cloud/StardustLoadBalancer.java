package io.stardust.spring.cloud;

import io.stardust.client.balance.Balancer;
import io.stardust.client.registry.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import reactor.core.publisher.Mono;

/**
 * Chooses among the instances of one service by the weights of the registry, so that a provider of weight 0 gets no
 * calls. Instances of other registries, which only a supplier of the application's own brings, are drawn when there are
 * none of ours. Thread-safe.
 */
final class StardustLoadBalancer implements ReactorServiceInstanceLoadBalancer {
    private final ObjectProvider<ServiceInstanceListSupplier> suppliers;
    private final Balancer balancer;
    private volatile @Nullable Choice last;

    StardustLoadBalancer(ObjectProvider<ServiceInstanceListSupplier> suppliers, Balancer balancer) {
        this.suppliers = suppliers;
        this.balancer = balancer;
    }

    /** The instances of a list and their providers, at the same places. */
    private record Choice(List<ServiceInstance> of, List<StardustInstance> instances, List<Provider> providers) {
        static Choice of(List<ServiceInstance> list) {
            List<StardustInstance> instances = new ArrayList<>(list.size());
            for (ServiceInstance each : list) if (each instanceof StardustInstance ours) instances.add(ours);
            return new Choice(
                    list,
                    instances,
                    instances.stream().map(StardustInstance::provider).toList());
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // as Spring Cloud declares it
    public Mono<Response<ServiceInstance>> choose(Request request) {
        ServiceInstanceListSupplier supplier = suppliers.getIfAvailable();
        if (supplier == null) return Mono.just(new EmptyResponse());
        return supplier.get(request).next().map(this::pick).defaultIfEmpty(new EmptyResponse());
    }

    private Response<ServiceInstance> pick(List<ServiceInstance> list) {
        Choice choice = last;
        if (choice == null || choice.of() != list) {
            choice = Choice.of(list);
            last = choice;
        }
        Provider picked = balancer.pick(choice.providers(), null);
        if (picked == null) return foreign(list);
        for (StardustInstance each : choice.instances()) {
            if (each.provider().id() == picked.id()) return new DefaultResponse(each);
        }
        return new EmptyResponse();
    }

    private static Response<ServiceInstance> foreign(List<ServiceInstance> list) {
        if (list.isEmpty()) return new EmptyResponse();
        return new DefaultResponse(list.get(ThreadLocalRandom.current().nextInt(list.size())));
    }
}
