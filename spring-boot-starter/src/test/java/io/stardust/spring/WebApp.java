package io.stardust.spring;

import io.stardust.client.token.Caller;
import io.stardust.client.token.StardustServletFilter;
import io.stardust.spring.token.StardustTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Pages for all, one that asks for a token by Spring Security, and one that tells who calls. */
@SpringBootConfiguration
@EnableAutoConfiguration
@RestController
public class WebApp {
    @GetMapping({"/open", "/api/who"})
    String who(HttpServletRequest request) {
        return request.getAttribute(StardustServletFilter.CALLER) instanceof Caller known ? known.app() : "nobody";
    }

    @GetMapping("/secured")
    String secured(@Nullable Principal principal) {
        return principal == null ? "nobody" : principal.getName();
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http, StardustTokens tokens) throws Exception {
        http.with(tokens, Customizer.withDefaults())
                .authorizeHttpRequests(rules -> rules.requestMatchers("/secured")
                        .hasRole("APP")
                        .anyRequest()
                        .permitAll());
        return http.build();
    }
}
