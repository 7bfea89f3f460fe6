package io.stardust.agent;

import io.stardust.protocol.Build;

/**
 * What this program is.
 *
 * @param version e.g. {@code 4.2.0}
 * @param compiled when it was built, as {@link Build#compiled()} says it
 */
record Product(String version, String compiled) {
    /** How servers know agents; upstream's name. */
    static final String NAME = "StarAgent";

    static Product read() {
        Build build = Build.read();
        return new Product(build.version(), build.compiled());
    }
}
