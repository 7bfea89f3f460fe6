package io.stardust.server.http;

import io.stardust.server.db.Visible;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and what they may do. Immutable.
 *
 * @param actor as it stands in the change table, {@code user:3 anna}
 * @param userId of the person behind it
 * @param name of the person
 * @param platform true for the platform's administrator: every project, and what belongs to none
 * @param roles otherwise: the role in each project; absent means none
 * @param via by what the caller is known
 */
public record Caller(String actor, long userId, String name, boolean platform, Map<Long, Role> roles, Via via) {
    public Caller {
        roles = Map.copyOf(roles);
    }

    /** One that is known by nothing that could end. */
    public Caller(String actor, long userId, String name, boolean platform, Map<Long, Role> roles) {
        this(actor, userId, name, platform, roles, Via.NOTHING);
    }

    /** The same, known by a cookie. */
    public Caller byCookie(String csrf) {
        return new Caller(actor, userId, name, platform, roles, via.byCookie(csrf));
    }

    /** The projects whose rows this caller may see. */
    public Visible visible() {
        return visible(Role.VIEWER);
    }

    /** The projects in which the caller has at least {@code role}. */
    public Visible visible(Role role) {
        if (platform) return Visible.everything();
        return Visible.only(roles.entrySet().stream()
                .filter(held -> held.getValue().compareTo(role) >= 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
    }

    /** The role in {@code projectId}; null for none. */
    public @Nullable Role role(long projectId) {
        return platform ? Role.ADMIN : roles.get(projectId);
    }

    /** True when the caller has at least {@code role} in {@code projectId}. */
    public boolean has(Role role, long projectId) {
        if (platform) return true;
        @Nullable Role held = roles.get(projectId);
        return held != null && held.compareTo(role) >= 0;
    }

    /** True when the caller has at least {@code role} in some project. */
    boolean hasSomewhere(Role role) {
        return platform || roles.values().stream().anyMatch(held -> held.compareTo(role) >= 0);
    }

    /**
     * Demands at least {@code role} in {@code projectId}.
     *
     * @throws ApiException.Denied if the caller has less; what they may not even see is to be filtered before, as 404
     */
    public void require(Role role, long projectId) {
        if (!has(role, projectId)) {
            throw new ApiException.Denied("%s is not %s in project %d"
                    .formatted(name, role.name().toLowerCase(java.util.Locale.ROOT), projectId));
        }
    }

    /**
     * By what a caller is known.
     *
     * @param sessionId of the sign-in; 0 when it is none
     * @param tokenId of the API token; 0 when it is none
     * @param expiresAt when it ends, epoch milliseconds; null: never
     * @param csrf what requests that change something must bring besides the cookie; null when no cookie is used
     */
    public record Via(
            long sessionId,
            long tokenId,
            @Nullable Long expiresAt,
            @Nullable String csrf) {
        static final Via NOTHING = new Via(0, 0, null, null);

        Via byCookie(String value) {
            return new Via(sessionId, tokenId, expiresAt, value);
        }

        @Override
        public String toString() {
            return "Via[session %d, token %d]".formatted(sessionId, tokenId);
        }
    }
}
