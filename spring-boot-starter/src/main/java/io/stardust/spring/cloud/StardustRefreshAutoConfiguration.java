package io.stardust.spring.cloud;

import io.stardust.spring.ConditionalOnStardust;
import io.stardust.spring.StardustAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.context.properties.ConfigurationPropertiesRebinder;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** Releases of the config by Spring Cloud Context. */
@AutoConfiguration(
        after = StardustAutoConfiguration.class,
        afterName = "org.springframework.cloud.autoconfigure.RefreshAutoConfiguration")
@ConditionalOnClass(RefreshScope.class)
@ConditionalOnStardust
public class StardustRefreshAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    ConfigRebinding stardustConfigRebinding(
            ApplicationContext context,
            ObjectProvider<ConfigurationPropertiesRebinder> rebinder,
            ObjectProvider<RefreshScope> scope) {
        return new ConfigRebinding(context, rebinder, scope);
    }
}
