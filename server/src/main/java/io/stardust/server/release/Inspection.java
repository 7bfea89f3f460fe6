package io.stardust.server.release;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What is in a package, seen before it is published.
 *
 * @param entries files in it
 * @param size bytes of the package
 * @param unpackedSize bytes of the files
 * @param starts what agents would start; several when they would refuse to choose, none when they would find nothing
 * @param warnings why agents may refuse it, or do something else than was meant
 */
@Json
record Inspection(int entries, long size, long unpackedSize, List<Start> starts, List<String> warnings) {
    Inspection {
        starts = List.copyOf(starts);
        warnings = List.copyOf(warnings);
    }

    /**
     * A way to start.
     *
     * @param kind {@code jar}, {@code executable}, {@code script} or {@code web}
     * @param path of the file; of a site: its folder or first page
     * @param command as on a command line; of a site: who serves it
     * @param why by which rule it was found
     */
    @Json
    record Start(String kind, String path, String command, String why) {}
}
