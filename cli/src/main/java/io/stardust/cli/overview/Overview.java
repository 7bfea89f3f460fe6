package io.stardust.cli.overview;

import io.avaje.jsonb.Json;
import java.util.List;

/** The server's answer, as far as it is shown. */
@Json
record Overview(
        Nodes nodes,
        long deployments,
        Placements placements,
        List<Decision> decisions,
        long changesLastDay,
        String version,
        long startedAt) {
    /** How many nodes are what. */
    @Json
    record Nodes(long online, long offline, long waiting, long disabled) {}

    /** How many placements stand where. */
    @Json
    record Placements(long running, long stopped, long failed, long starting, long unreachable, long total) {}

    /** Something that waits for a person. */
    @Json
    record Decision(String kind, long id, String name, String detail, long at) {}
}
