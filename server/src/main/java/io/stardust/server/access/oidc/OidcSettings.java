package io.stardust.server.access.oidc;

import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Another place where people sign in, by OpenID Connect. Immutable.
 *
 * @param issuer as its tokens name it
 * @param clientId as which it knows this server
 * @param clientSecret null: a public client, guarded by PKCE alone
 * @param name what people call it
 * @param groupsClaim the claim of its ID token that lists the groups
 * @param mappings what a group may here; who is in none of them does not come in
 */
public record OidcSettings(
        String issuer,
        String clientId,
        @Nullable String clientSecret,
        String name,
        String groupsClaim,
        List<Mapping> mappings) {
    public OidcSettings {
        mappings = List.copyOf(mappings);
    }

    @Override
    public String toString() {
        return "OidcSettings[" + issuer + "]";
    }

    /** What a group may: a role in a project, or everything when {@code project} and {@code role} are null. */
    public record Mapping(
            String group,
            @Nullable String project,
            @Nullable Role role) {
        private static final Pattern FORM =
                Pattern.compile("(.+)=(?:(platform)|([a-z0-9][a-z0-9._-]{0,62}):(viewer|operator|admin))");

        /** Reads {@code group=project:role} or {@code group=platform}; empty when it is neither. */
        public static Optional<Mapping> parse(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) return Optional.empty();
            if (parts.group(2) != null) return Optional.of(new Mapping(parts.group(1), null, null));
            return Optional.of(
                    new Mapping(parts.group(1), parts.group(3), Check.choice("role", parts.group(4), Role.class)));
        }
    }
}
