package io.stardust.spring.token;

import io.stardust.client.token.Caller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Who calls, for Spring Security: {@code ROLE_APP}, and {@code SCOPE_word} for each scope when the token names scopes.
 * Its name is the app's. The token itself is not kept.
 */
public final class StardustAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Caller caller;
    private final String app;

    StardustAuthentication(Caller caller) {
        super(authorities(caller.scopes()));
        this.caller = caller;
        this.app = caller.app();
        setAuthenticated(true);
    }

    private static Collection<GrantedAuthority> authorities(@Nullable Set<String> scopes) {
        List<GrantedAuthority> found = new ArrayList<>();
        found.add(new SimpleGrantedAuthority("ROLE_APP"));
        if (scopes != null) for (String each : scopes) found.add(new SimpleGrantedAuthority("SCOPE_" + each));
        return found;
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    @Override
    public String getName() {
        return app;
    }

    /** Nothing. */
    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StardustAuthentication that && super.equals(that) && app.equals(that.app);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + app.hashCode();
    }
}
