package io.stardust.server.node;

import io.stardust.protocol.Versions;
import org.jspecify.annotations.Nullable;

/** Tells our agents from upstream's by the version of their login: ours begin at 4.0, upstream's are 3.x. */
final class Agents {
    private static final String FIRST_OF_OURS = "4.0";

    private Agents() {}

    static boolean isOurs(@Nullable String version) {
        return version != null && !version.isBlank() && Versions.compare(version, FIRST_OF_OURS) >= 0;
    }
}
