package io.stardust.server.deploy;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Hides what may be secret before it is kept in the change table, and from who may only look. */
final class Masked {
    private Masked() {}

    /** Keeps the names of {@code A=1;B=2}, not the values. */
    static @Nullable String environments(@Nullable String environments) {
        if (environments == null) return null;
        return Arrays.stream(environments.split("[;\\n]", -1))
                .filter(variable -> !variable.isBlank())
                .map(variable -> variable.replaceFirst("(?s)=.*", "=***"))
                .collect(Collectors.joining(";"));
    }
}
