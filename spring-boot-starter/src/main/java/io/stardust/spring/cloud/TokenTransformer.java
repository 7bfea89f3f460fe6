package io.stardust.spring.cloud;

import io.stardust.client.http.ServiceClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequestTransformer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;

/** Shows the service token in load-balanced calls by RestClient and RestTemplate, to instances of our registry only. */
final class TokenTransformer implements LoadBalancerRequestTransformer {
    private final Supplier<@Nullable String> token;

    TokenTransformer(Supplier<@Nullable String> token) {
        this.token = token;
    }

    @Override
    public HttpRequest transformRequest(HttpRequest request, @Nullable ServiceInstance instance) {
        String shown = token.get();
        if (shown == null || !(instance instanceof StardustInstance)) return request;
        // getFirst and set alone are the same in Spring 6 and 7
        HttpHeaders headers = request.getHeaders();
        String bearer = "Bearer " + shown;
        String taken = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (taken == null || taken.equals(bearer)) headers.set(HttpHeaders.AUTHORIZATION, bearer);
        else headers.set(ServiceClient.TOKEN_HEADER, shown);
        return request;
    }
}
