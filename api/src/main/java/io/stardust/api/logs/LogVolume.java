package io.stardust.api.logs;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much apps log, and what of it was refused.
 *
 * @param classes the retention classes, that of apps that choose none first
 * @param hourBytes what one app may send within an hour
 * @param apps that sent something since the server's start, those that have used most of their share first
 */
@Json
public record LogVolume(List<RetentionClass> classes, long hourBytes, List<Of> apps) {
    public LogVolume {
        classes = Given.list(classes);
        apps = Given.list(apps);
    }

    /**
     * How long the records of the apps that chose it are kept. The stricter of both bounds holds.
     *
     * @param keepDays after which records are deleted
     * @param maxBytes on the disk, beyond which the oldest are deleted
     * @param bytes on the disk; absent for who does not see all projects
     * @param taking false: the setting {@code logs.classes} does not name it any more; what it holds goes by these
     *     bounds
     */
    @Json
    public record RetentionClass(
            String name,
            int keepDays,
            long maxBytes,
            @Nullable Long bytes,
            boolean taking) {}

    /**
     * Of one app.
     *
     * @param used bytes of its share that are used; what was used an hour ago is free again
     * @param refusedRecords since the server's start, because there were too many
     * @param refusedBytes of their messages
     */
    @Json
    public record Of(long appId, String app, long used, long refusedRecords, long refusedBytes) {}
}
