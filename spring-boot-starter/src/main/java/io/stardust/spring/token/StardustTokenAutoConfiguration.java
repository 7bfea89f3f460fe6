package io.stardust.spring.token;

import io.stardust.client.Stardust;
import io.stardust.client.token.StardustServletFilter;
import io.stardust.spring.ConditionalOnStardust;
import io.stardust.spring.StardustAutoConfiguration;
import io.stardust.spring.StardustProperties;
import jakarta.servlet.Filter;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.server.WebFilter;

/** Filters that ask for service tokens: on the paths of {@code stardust.token-paths}, and for Spring Security. */
@AutoConfiguration(after = StardustAutoConfiguration.class)
@ConditionalOnStardust
public class StardustTokenAutoConfiguration {
    /** Servlet applications. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Filter.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @Conditional(OnTokenPaths.class)
    static class Servlets {
        @Bean
        @ConditionalOnMissingBean(name = "stardustTokenFilter")
        PathTokenFilter stardustTokenFilter(Stardust stardust, StardustProperties properties) {
            Filter filter = new StardustServletFilter(stardust.verifier(), properties.tokenScope());
            return new PathTokenFilter(new Paths(properties.tokenPaths()), filter);
        }
    }

    /** WebFlux applications. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebFilter.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @Conditional(OnTokenPaths.class)
    static class Reactive {
        @Bean
        @ConditionalOnMissingBean(name = "stardustTokenFilter")
        PathTokenWebFilter stardustTokenFilter(Stardust stardust, StardustProperties properties) {
            return new PathTokenWebFilter(
                    new Paths(properties.tokenPaths()), stardust.verifier(), properties.tokenScope());
        }
    }

    /** Spring Security; the application's filter chain takes the bean in. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({SecurityFilterChain.class, HttpSecurity.class, Filter.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Security {
        /** A new one for each chain: a configurer belongs to one. */
        @Bean
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        @ConditionalOnMissingBean
        StardustTokens stardustTokens(Stardust stardust) {
            return new StardustTokens(stardust.verifier());
        }
    }
}
