package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publish of the draft, of what an old release had, or of edits of its own.
 *
 * @param message what it is for; at most 500 characters
 * @param number of an old release that is to hold again; absent: the draft
 * @param at when to publish the draft as it is then, epoch ms; absent: now. Takes the place of what was planned before
 * @param edits to publish at once, upon what is live; the draft stays as it is. Absent or empty: none
 */
@Json
public record NewConfigRelease(
        @Nullable String message,
        @Nullable Long number,
        @Nullable Long at,
        List<ConfigEdit> edits) {
    public NewConfigRelease {
        edits = Given.list(edits);
    }
}
