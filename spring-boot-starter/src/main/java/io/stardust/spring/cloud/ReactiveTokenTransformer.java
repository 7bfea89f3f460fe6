package io.stardust.spring.cloud;

import io.stardust.client.http.ServiceClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerClientRequestTransformer;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;

/** Shows the service token in load-balanced calls by WebClient, to instances of our registry only. */
final class ReactiveTokenTransformer implements LoadBalancerClientRequestTransformer {
    private final Supplier<@Nullable String> token;

    ReactiveTokenTransformer(Supplier<@Nullable String> token) {
        this.token = token;
    }

    @Override
    public ClientRequest transformRequest(ClientRequest request, @Nullable ServiceInstance instance) {
        String shown = token.get();
        if (shown == null || !(instance instanceof StardustInstance)) return request;
        boolean taken = request.headers().getFirst(HttpHeaders.AUTHORIZATION) != null;
        return ClientRequest.from(request)
                .header(
                        taken ? ServiceClient.TOKEN_HEADER : HttpHeaders.AUTHORIZATION,
                        taken ? shown : "Bearer " + shown)
                .build();
    }
}
