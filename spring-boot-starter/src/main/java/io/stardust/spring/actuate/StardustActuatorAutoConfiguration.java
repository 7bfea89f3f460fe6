package io.stardust.spring.actuate;

import io.stardust.client.Stardust;
import io.stardust.spring.ConditionalOnStardust;
import io.stardust.spring.StardustAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The actuator's view of the application's Stardust; {@code management.health.stardust.enabled} is as of others. */
@AutoConfiguration(after = StardustAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.annotation.Endpoint")
@ConditionalOnStardust
public class StardustActuatorAutoConfiguration {
    /** {@code /actuator/stardust}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    static class Endpoints {
        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        StardustEndpoint stardustEndpoint(Stardust stardust) {
            return new StardustEndpoint(stardust);
        }
    }

    /** Health as Boot 3 has it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
    @ConditionalOnBooleanProperty(name = "management.health.stardust.enabled", matchIfMissing = true)
    static class OfBoot3 {
        @Bean
        @ConditionalOnMissingBean(name = "stardustHealthIndicator")
        Boot3Health stardustHealthIndicator(Stardust stardust) {
            return new Boot3Health(stardust);
        }
    }

    /** Health as Boot 4 has it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    @ConditionalOnBooleanProperty(name = "management.health.stardust.enabled", matchIfMissing = true)
    static class OfBoot4 {
        @Bean
        @ConditionalOnMissingBean(name = "stardustHealthIndicator")
        Boot4Health stardustHealthIndicator(Stardust stardust) {
            return new Boot4Health(stardust);
        }
    }
}
