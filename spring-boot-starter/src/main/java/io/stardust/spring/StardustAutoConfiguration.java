package io.stardust.spring;

import io.stardust.client.Stardust;
import io.stardust.client.StardustBuilder;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/** The application's {@link Stardust}, and the service that it offers. */
@AutoConfiguration
@ConditionalOnStardust
@EnableConfigurationProperties(StardustProperties.class)
public class StardustAutoConfiguration {
    private static final System.Logger LOG = System.getLogger("io.stardust.spring");

    /**
     * Logs in in the background; Boot closes it at the end, when the web server has stopped. The one by which the
     * config was imported, where it was.
     */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Stardust stardust(
            Environment environment,
            StardustProperties properties,
            ObjectProvider<StardustBuilderCustomizer> customizers) {
        StardustConfigSource imported = StardustConfigSource.in(environment);
        if (imported != null) {
            if (customizers.iterator().hasNext()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a StardustBuilderCustomizer is not asked: the import of the config had to come before it");
            }
            return imported.getSource();
        }
        StardustBuilder builder = Told.builder(environment::getProperty, properties);
        customizers.orderedStream().forEach(each -> each.customize(builder));
        return builder.start();
    }

    /** Takes what is published while the application runs. */
    @Bean
    @Conditional(OnImport.class)
    ConfigRefresh stardustConfigRefresh(Environment environment, ApplicationContext context) {
        return new ConfigRefresh(Objects.requireNonNull(StardustConfigSource.in(environment)), context);
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
