package io.stardust.api.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when making an app. Project 1 when none is named.
 *
 * @param logClass a retention class of the server; absent: the standard one
 */
@Json
public record NewApp(
        @Nullable String name,
        @Nullable String displayName,
        @Nullable Long projectId,
        @Nullable String logClass) {
    /** One of its name, with all else as it is by default. */
    public static NewApp named(String name) {
        return new NewApp(name, null, null, null);
    }
}
