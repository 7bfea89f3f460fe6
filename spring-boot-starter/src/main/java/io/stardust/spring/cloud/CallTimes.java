package io.stardust.spring.cloud;

import io.stardust.client.balance.Balancer;
import io.stardust.client.registry.Provider;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.cloud.client.loadbalancer.TimedRequestContext;

/**
 * Tells the balancer of one service how its calls go: answers from 500 on and calls without an answer are failures. The
 * end of a call that its caller has given up is told by nobody. Thread-safe.
 */
final class CallTimes implements LoadBalancerLifecycle<Object, Object, ServiceInstance> {
    private final Balancer balancer;

    CallTimes(Balancer balancer) {
        this.balancer = balancer;
    }

    @Override
    public void onStart(Request<Object> request) {}

    @Override
    public void onStartRequest(Request<Object> request, Response<ServiceInstance> chosen) {
        if (request.getContext() instanceof TimedRequestContext timed) timed.setRequestStartTime(System.nanoTime());
        Provider provider = provider(chosen);
        if (provider != null) balancer.began(provider);
    }

    @Override
    public void onComplete(CompletionContext<Object, ServiceInstance, Object> done) {
        Provider provider = provider(done.getLoadBalancerResponse());
        if (provider == null) return;
        if (!(done.getLoadBalancerRequest().getContext() instanceof TimedRequestContext timed)) return;
        long begin = timed.getRequestStartTime();
        if (begin == 0) return; // it was never sent
        boolean well = done.status() == CompletionContext.Status.SUCCESS
                && !(done.getClientResponse() instanceof ResponseData data
                        && data.getHttpStatus().is5xxServerError());
        balancer.ended(provider, System.nanoTime() - begin, well);
    }

    private static @Nullable Provider provider(@Nullable Response<ServiceInstance> chosen) {
        return chosen != null && chosen.getServer() instanceof StardustInstance ours ? ours.provider() : null;
    }
}
