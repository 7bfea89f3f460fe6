package io.stardust.spring.token;

import io.stardust.client.token.TokenVerifier;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/**
 * Spring Security takes service tokens: {@code http.with(stardustTokens, Customizer.withDefaults())} in the definition
 * of a filter chain. A bean of this type is there where Spring Security is; for another chain make another.
 */
public final class StardustTokens extends AbstractHttpConfigurer<StardustTokens, HttpSecurity> {
    private final TokenVerifier verifier;

    /** Takes the tokens that {@code verifier} accepts. */
    public StardustTokens(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public void configure(HttpSecurity http) {
        http.addFilterBefore(new TokenAuthenticationFilter(verifier), AnonymousAuthenticationFilter.class);
    }
}
