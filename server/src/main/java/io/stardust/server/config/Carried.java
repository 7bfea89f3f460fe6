package io.stardust.server.config;

import org.jspecify.annotations.Nullable;

/**
 * The config that a rollout takes along. Immutable.
 *
 * @param ofNumber of the old release that it makes hold again; null: of none
 * @param undoes number of the release whose changes it takes back; null: of none
 * @param changes how many items
 * @param number of the release that came of it; null: none has
 */
record Carried(
        long rolloutId,
        long appId,
        @Nullable Long ofNumber,
        @Nullable Long undoes,
        long changes,
        State state,
        @Nullable Long number) {
    /** Where it stands. */
    enum State {
        /** The rollout is under way: placements get it with their batch, and nobody else publishes. */
        HELD,
        /** The rollout is over without success: placements that have it keep it until people decide. */
        OPEN,
        /** It is live. */
        PUBLISHED,
        /** It was taken back. */
        WITHDRAWN;

        boolean isGray() {
            return this == HELD || this == OPEN;
        }
    }

    /** Whether it came from the draft, to which it goes back when it is withdrawn. */
    boolean isDraft() {
        return ofNumber == null && undoes == null;
    }

    Carried end(State then, @Nullable Long release) {
        return new Carried(rolloutId, appId, ofNumber, undoes, changes, then, release);
    }
}
