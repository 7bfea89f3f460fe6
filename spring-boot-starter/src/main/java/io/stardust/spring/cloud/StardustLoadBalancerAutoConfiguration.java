package io.stardust.spring.cloud;

import io.stardust.client.Stardust;
import io.stardust.spring.ConditionalOnStardust;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequestTransformer;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Load-balanced calls by RestClient, RestTemplate and WebClient: by our registry and weights, with the service token.
 */
@AutoConfiguration(
        after = StardustDiscoveryAutoConfiguration.class,
        beforeName = {
            "org.springframework.cloud.client.loadbalancer.LoadBalancerAutoConfiguration",
            "org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerBeanPostProcessorAutoConfiguration",
            "org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerClientAutoConfiguration"
        })
@ConditionalOnClass(ServiceInstanceListSupplier.class)
@ConditionalOnStardust
@ConditionalOnBean(Instances.class)
@LoadBalancerClients(defaultConfiguration = StardustLoadBalancerConfiguration.class)
public class StardustLoadBalancerAutoConfiguration {
    /** RestClient and RestTemplate. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RestTemplate.class)
    static class Blocking {
        @Bean
        LoadBalancerRequestTransformer stardustTokenTransformer(Stardust stardust) {
            return new TokenTransformer(stardust::serviceToken);
        }
    }

    /** WebClient. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebClient.class)
    static class Reactive {
        @Bean
        ReactiveTokenTransformer stardustReactiveTokenTransformer(Stardust stardust) {
            return new ReactiveTokenTransformer(stardust::serviceToken);
        }
    }
}
