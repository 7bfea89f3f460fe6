package io.stardust.api.overview;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.deploy.PlacementCounts;
import io.stardust.api.reason.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is all well; what is not, and since when; what is under way; how much runs; how much was changed in the last day.
 *
 * @param problems how much is wrong, listed or not; what merely waits for somebody is not counted
 * @param latestProblemAt when the latest of them began, epoch ms; absent when there is none
 * @param attention what waits for a person, each once: nodes that are gone first; at most 20 of a kind
 * @param unlisted how many more there are than {@code attention} holds
 * @param inProgress what goes on, the newest first of each kind
 * @param deployments how many there are
 * @param changesLastDay how much was changed within 24 hours
 * @param version of the server
 * @param startedAt when the server was started, epoch ms
 */
@Json
public record Overview(
        long problems,
        @Nullable Long latestProblemAt,
        List<Item> attention,
        long unlisted,
        List<Work> inProgress,
        Nodes nodes,
        long deployments,
        PlacementCounts placements,
        long changesLastDay,
        String version,
        long startedAt) {
    public Overview {
        attention = Given.list(attention);
        inProgress = Given.list(inProgress);
    }

    /** How many nodes are what. */
    @Json
    public record Nodes(long online, long notResponding, long offline, long waiting, long disabled) {}

    /**
     * Something that waits for a person.
     *
     * @param kind {@code node-offline}, {@code node-not-responding}, {@code placement-failed}, {@code rollout-failed},
     *     {@code release-rotten} or {@code node-waiting}
     * @param id of the node, placement, rollout or release
     * @param name of the node or deployment
     * @param detail why, or where
     * @param state what is seen of a placement; absent of all else
     * @param count how many placements it concerns
     * @param at since when, epoch ms
     * @param link the console's page about it
     * @param why {@code detail} by code, for readers of other languages; absent when there are words only
     */
    @Json
    public record Item(
            String kind,
            long id,
            long projectId,
            String name,
            String detail,
            @Nullable String state,
            long count,
            long at,
            String link,
            @Nullable List<Why> why) {}

    /**
     * Something that goes on.
     *
     * @param kind {@code rollout}, {@code task}, {@code agent-upgrade} or {@code node-removal}
     * @param id of the rollout, placement or node
     * @param state of a rollout: {@code scheduled}, {@code running}, {@code paused} or {@code reverting}; of all else
     *     {@code running}
     * @param detail the version it moves to, or where it goes on
     * @param done how many placements of {@code total} are through
     * @param at since when, epoch ms
     */
    @Json
    public record Work(
            String kind,
            long id,
            long projectId,
            String name,
            String state,
            String detail,
            long done,
            long total,
            long at,
            String link) {}
}
