package io.stardust.spring.token;

import io.stardust.client.token.TokenException;
import io.stardust.client.token.TokenVerifier;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates calls with a good service token. Whoever shows none, or another's, stays as the chain has found them:
 * the application's rules say what they may.
 */
final class TokenAuthenticationFilter extends OncePerRequestFilter {
    private static final System.Logger LOG = System.getLogger("io.stardust.spring");

    private final TokenVerifier verifier;

    TokenAuthenticationFilter(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        @Nullable Authentication known = SecurityContextHolder.getContext().getAuthentication();
        String token = TokenVerifier.shown(request.getHeader("X-Stardust-Token"), request.getHeader("Authorization"));
        if (known == null && token != null) authenticate(token);
        chain.doFilter(request, response);
    }

    private void authenticate(String token) {
        try {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new StardustAuthentication(verifier.verify(token)));
            SecurityContextHolder.setContext(context); // a new one: the old may be another thread's as well
        } catch (TokenException e) {
            LOG.log(System.Logger.Level.DEBUG, "a token that is not accepted: " + e.getMessage());
        }
    }
}
