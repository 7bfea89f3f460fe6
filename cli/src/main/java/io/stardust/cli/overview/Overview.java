package io.stardust.cli.overview;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's answer, as far as it is shown. */
@Json
record Overview(
        long problems,
        @Nullable Long latestProblemAt,
        @Nullable List<Item> attention,
        long unlisted,
        @Nullable List<Work> inProgress,
        Nodes nodes,
        long deployments,
        Placements placements,
        long changesLastDay,
        String version,
        long startedAt) {
    /** What needs attention; nothing of a server that is too old to say so. */
    List<Item> problemsAndRequests() {
        return attention == null ? List.of() : attention;
    }

    /** What is in progress; as above. */
    List<Work> work() {
        return inProgress == null ? List.of() : inProgress;
    }

    /** How many nodes are what. */
    @Json
    record Nodes(long online, long notResponding, long offline, long waiting, long disabled) {}

    /** How many placements stand where. */
    @Json
    record Placements(
            long running, long done, long stopped, long failed, long starting, long unreachable, long total) {}

    /** Something that waits for a person. */
    @Json
    record Item(
            String kind,
            long id,
            String name,
            String detail,
            @Nullable String state,
            long at) {}

    /** Something that goes on. */
    @Json
    record Work(String kind, long id, String name, String state, String detail, long done, long total, long at) {}
}
