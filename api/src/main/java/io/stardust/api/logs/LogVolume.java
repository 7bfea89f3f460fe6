package io.stardust.api.logs;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much apps log, and what of it was refused.
 *
 * @param diskBytes of all records on the disk; absent for who does not see all projects
 * @param maxDiskBytes beyond which the oldest are deleted
 * @param keepDays after which they are deleted as well
 * @param hourBytes what one app may send within an hour
 * @param apps that sent something since the server's start, those that have used most of their share first
 */
@Json
public record LogVolume(@Nullable Long diskBytes, long maxDiskBytes, int keepDays, long hourBytes, List<Of> apps) {
    public LogVolume {
        apps = Given.list(apps);
    }

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
