package io.stardust.cli.node;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What names and labels nodes by their address. */
@Json
record Rule(
        long id,
        long projectId,
        String pattern,
        @Nullable String name,
        Map<String, String> labels,
        int priority,
        long revision) {
    /** A page of them. */
    @Json
    record Rules(List<Rule> items) implements Page<Rule> {}

    /** What is to be written; what is absent stays. */
    @Json
    record Edit(
            @Nullable Long projectId,
            @Nullable String pattern,
            @Nullable String name,
            @Nullable Map<String, String> labels,
            @Nullable Integer priority) {}

    /** What an application did. */
    @Json
    record Applied(int matched, int changed) {}
}
