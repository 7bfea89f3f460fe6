package io.stardust.agent.command;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * The argument of {@code file/tail}.
 *
 * @param path Absolute, or relative to the agent's data folder.
 * @param lines So many of the end; 0 = 100.
 * @param after The {@code Next} of an earlier answer: what came since; absent = the end of the file.
 * @param waitSeconds To wait for something new when there is nothing since then; 0 = none.
 */
@Json(caseInsensitiveKeys = true)
record TailOrder(
        @Json.Property("Path") @Nullable String path,
        @Json.Property("Lines") int lines,
        @Json.Property("After") @Nullable String after,
        @Json.Property("Wait") int waitSeconds) {}
