package io.stardust.server.app;

import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The retention classes that apps may choose for their logs. Immutable.
 *
 * @param all the first is that of apps that choose none
 */
record LogClassNames(List<String> all) {
    LogClassNames {
        all = List.copyOf(all);
    }

    /** As an app keeps it: null for the first, and for null and empty. */
    @Nullable
    String checked(String field, @Nullable String wanted) {
        if (wanted == null || wanted.isEmpty() || wanted.equals(all.getFirst())) return null;
        if (all.contains(wanted)) return wanted;
        throw new Invalid(field, Check.shortened(wanted), String.join(", ", all));
    }

    /** True when an app chose one that there is not any more. */
    boolean lack(@Nullable String chosen) {
        return chosen != null && !all.contains(chosen);
    }
}
