package io.stardust.spring;

import io.stardust.client.Stardust;
import io.stardust.client.StardustBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The application's {@link Stardust}, and the service that it offers. */
@AutoConfiguration
@ConditionalOnStardust
@EnableConfigurationProperties(StardustProperties.class)
public class StardustAutoConfiguration {
    /** Logs in in the background; Boot closes it at the end, when the web server has stopped. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Stardust stardust(
            Environment environment,
            StardustProperties properties,
            ObjectProvider<StardustBuilderCustomizer> customizers) {
        StardustBuilder builder = Told.builder(environment, properties);
        customizers.orderedStream().forEach(each -> each.customize(builder));
        return builder.start();
    }

    /** Not where Spring Cloud's own property turns registration off. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "stardust.register", matchIfMissing = true)
    @ConditionalOnBooleanProperty(
            name = "spring.cloud.service-registry.auto-registration.enabled",
            matchIfMissing = true)
    Offering stardustOffering(Stardust stardust, StardustProperties properties, Environment environment) {
        return new Offering(stardust, properties, environment);
    }
}
