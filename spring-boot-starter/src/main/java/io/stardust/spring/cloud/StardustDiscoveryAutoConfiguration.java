package io.stardust.spring.cloud;

import io.stardust.client.Stardust;
import io.stardust.spring.ConditionalOnStardust;
import io.stardust.spring.Offering;
import io.stardust.spring.StardustAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.ConditionalOnBlockingDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnReactiveDiscoveryEnabled;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Spring Cloud's discovery and registration by our registry. */
@AutoConfiguration(
        after = StardustAutoConfiguration.class,
        beforeName = {
            "org.springframework.cloud.client.CommonsClientAutoConfiguration",
            "org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration",
            "org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration",
            "org.springframework.cloud.client.discovery.simple.reactive.SimpleReactiveDiscoveryClientAutoConfiguration",
            "org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration"
        })
@ConditionalOnClass({DiscoveryClient.class, Mono.class})
@ConditionalOnStardust
@ConditionalOnDiscoveryEnabled
public class StardustDiscoveryAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Instances stardustInstances(Stardust stardust, Heartbeats heartbeats) {
        return new Instances(stardust, heartbeats);
    }

    @Bean
    @ConditionalOnMissingBean
    Heartbeats stardustHeartbeats(Stardust stardust, ApplicationEventPublisher publisher) {
        return new Heartbeats(stardust, publisher);
    }

    /** For applications that register or ask for their registration themselves. */
    @Bean
    @ConditionalOnMissingBean
    StardustServiceRegistry stardustServiceRegistry(Stardust stardust) {
        return new StardustServiceRegistry(stardust);
    }

    /** For those who may wait. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBlockingDiscoveryEnabled
    static class Blocking {
        @Bean
        StardustDiscoveryClient stardustDiscoveryClient(Instances instances) {
            return new StardustDiscoveryClient(instances);
        }
    }

    /** For those who must not. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnReactiveDiscoveryEnabled
    static class Reactive {
        @Bean
        StardustReactiveDiscoveryClient stardustReactiveDiscoveryClient(Instances instances) {
            return new StardustReactiveDiscoveryClient(instances);
        }
    }

    /** What the application offers by itself. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(Offering.class)
    static class Own {
        @Bean
        @ConditionalOnMissingBean
        StardustRegistration stardustRegistration(Offering offering) {
            return new StardustRegistration(offering.service(), offering::current);
        }
    }
}
