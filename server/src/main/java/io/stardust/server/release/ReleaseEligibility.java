package io.stardust.server.release;

import io.stardust.server.http.ApiException.Conflict;
import org.jspecify.annotations.Nullable;

/** Whether a release may be used: the one place that says so. Pure functions. */
public final class ReleaseEligibility {
    /** The same as a condition on {@link ReleaseStore}'s rows. */
    static final String FIT = "r.enabled and not " + ReleaseStore.ROTTEN + " and " + ReleaseStore.TRUSTED;

    private ReleaseEligibility() {}

    /** True for one that may be published. */
    public static boolean fit(Release release) {
        return why(release) == null;
    }

    /**
     * Demands that {@code release} may be published.
     *
     * @throws Conflict with words if it may not
     */
    public static void require(Release release) {
        @Nullable String why = why(release);
        if (why != null) throw new Conflict(why);
    }

    /** Why it may not be published; null when it may. */
    public static @Nullable String why(Release release) {
        String named = "release %d (%s)".formatted(release.id(), release.version());
        if (!release.enabled()) return named + " is disabled; enable it or name another";
        if (release.rotten()) return rotten(release);
        if (release.trusted()) return null;
        return release.signedBy() == null
                ? named + " is not signed, as its project requires; sign it or name another"
                : "%s is signed by key %s, which its project no longer knows; sign it again or name another"
                        .formatted(named, release.signedBy());
    }

    public static String rotten(Release release) {
        return "the server's copy of release %d (%s) is damaged; upload the same package again"
                .formatted(release.id(), release.version());
    }
}
