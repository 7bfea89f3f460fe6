package io.stardust.agent.local;

import io.stardust.protocol.deploy.ServiceInfo;
import org.jspecify.annotations.Nullable;

/**
 * A service of the local file. Immutable.
 *
 * @param service What to run; {@code mode} is one of the new numbers or 0.
 * @param zipFile Package to use instead of a zip named as {@code fileName}; absent = none.
 */
record Entry(ServiceInfo service, @Nullable String zipFile) {
    String name() {
        return String.valueOf(service.name());
    }

    /** The package's file name; null when it has none. */
    @Nullable
    String zip() {
        if (zipFile != null) return zipFile;
        String file = service.fileName();
        if (file == null) return name() + ".zip";
        return file.regionMatches(true, file.length() - 4, ".zip", 0, 4) ? file : null;
    }
}
