package io.stardust.server.change;

import io.avaje.jsonb.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One committed mutation.
 *
 * @param id grows with every change; a larger id was committed later
 * @param at when it was committed
 * @param actor who: {@code user:3 anna}, {@code token:7 ci}, {@code node:12 web1}, {@code system}
 * @param address from where; null when no request asked for it
 * @param projectId whose; null when it belongs to no project (users, the platform)
 * @param kind what happened, {@code deployment.updated}: subject and verb in the past
 * @param subjectKind the kind of thing, {@code node}
 * @param subjectId its id
 * @param act the id of the first change of the same request: what one request did is one act
 * @param deploymentId the deployment it is about; null when about none
 * @param before the thing as JSON before, secrets masked; null when it was made
 * @param after the same after; null when it is gone
 */
@Json
public record Change(
        long id,
        Instant at,
        String actor,
        @Nullable String address,
        @Nullable Long projectId,
        String kind,
        String subjectKind,
        String subjectId,
        long act,
        @Nullable Long deploymentId,
        @Nullable String before,
        @Nullable String after) {
    /** Hears of changes after they are on disk, in the order of their ids, one at a time on one thread. Be quick. */
    @FunctionalInterface
    public interface Listener {
        /** A change was committed. */
        void changed(Change change);
    }
}
