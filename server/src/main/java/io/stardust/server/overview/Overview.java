package io.stardust.server.overview;

import io.avaje.jsonb.Json;
import io.stardust.server.deploy.Tally;
import java.util.List;

/**
 * What runs, what does not, what changed in the last day, what needs a decision.
 *
 * @param deployments how many there are
 * @param decisions the newest first of each kind, {@link OverviewStore#DECISIONS} of a kind at most
 * @param changesLastDay how much was changed within 24 hours
 * @param version of the server
 * @param startedAt when the server was started, epoch ms
 */
@Json
record Overview(
        Nodes nodes,
        long deployments,
        Tally placements,
        List<Decision> decisions,
        long changesLastDay,
        String version,
        long startedAt) {
    Overview {
        decisions = List.copyOf(decisions);
    }

    /** How many nodes are what. */
    @Json
    record Nodes(long online, long offline, long waiting, long disabled) {}

    /**
     * Something that waits for a person.
     *
     * @param kind {@code node-waiting}, {@code rollout-failed}, {@code placement-failed}, {@code release-rotten} or
     *     {@code node-offline}
     * @param id of the node, rollout, placement or release
     * @param name of the node or deployment
     * @param detail why, or where
     * @param at since when, epoch ms
     * @param link the console's page about it
     */
    @Json
    record Decision(String kind, long id, long projectId, String name, String detail, long at, String link) {}
}
