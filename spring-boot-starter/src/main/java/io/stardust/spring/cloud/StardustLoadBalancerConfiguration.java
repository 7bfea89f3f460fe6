package io.stardust.spring.cloud;

import io.stardust.client.balance.Balancer;
import io.stardust.client.balance.FairShare;
import io.stardust.client.balance.ZoneFirst;
import io.stardust.spring.StardustProperties;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.ReactorLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * What each service's own context begins with; Spring Cloud makes one for each service that is called. An application's
 * {@code @LoadBalancerClient} configuration goes before it.
 */
@Configuration(proxyBeanMethods = false)
class StardustLoadBalancerConfiguration {
    /** As the client library has it: the own zone as long as it has so many. */
    private static final int ENOUGH_IN_ZONE = 2;

    @Bean
    @ConditionalOnMissingBean
    ServiceInstanceListSupplier stardustInstanceListSupplier(Environment environment, Instances instances) {
        return new StardustInstanceListSupplier(service(environment), instances);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT) // one for each service
    Balancer stardustBalancer(StardustProperties properties) {
        return new ZoneFirst(new FairShare(), properties.zone(), ENOUGH_IN_ZONE);
    }

    @Bean
    @ConditionalOnMissingBean
    ReactorLoadBalancer<ServiceInstance> stardustLoadBalancer(
            Environment environment, LoadBalancerClientFactory factory, Balancer balancer) {
        ObjectProvider<ServiceInstanceListSupplier> suppliers =
                factory.getLazyProvider(service(environment), ServiceInstanceListSupplier.class);
        return new StardustLoadBalancer(suppliers, balancer);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    CallTimes stardustCallTimes(Balancer balancer) {
        return new CallTimes(balancer);
    }

    private static String service(Environment environment) {
        return Objects.requireNonNull(environment.getProperty(LoadBalancerClientFactory.PROPERTY_NAME));
    }
}
