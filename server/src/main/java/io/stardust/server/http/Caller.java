package io.stardust.server.http;

import io.stardust.server.db.Visible;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and what they may do. Immutable.
 *
 * @param actor as it stands in the change table, {@code user:3 anna}
 * @param userId of the person behind it
 * @param name of the person
 * @param platform true for the platform's administrator: every project, and what belongs to none
 * @param roles otherwise: the role in each project; absent means none
 */
public record Caller(String actor, long userId, String name, boolean platform, Map<Long, Role> roles) {
    public Caller {
        roles = Map.copyOf(roles);
    }

    /** The projects whose rows this caller may see. */
    public Visible visible() {
        return platform ? Visible.everything() : Visible.only(roles.keySet());
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
}
