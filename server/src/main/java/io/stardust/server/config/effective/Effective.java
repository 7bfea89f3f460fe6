package io.stardust.server.config.effective;

import java.util.Map;
import java.util.SortedMap;

/**
 * What an app gets in one scope. Immutable.
 *
 * @param values by key, internal keys among them
 * @param problems by key, why it has no value
 * @param stamp the highest of the sheets that this was made of
 * @param sources the stamp of each of those sheets, by app
 */
public record Effective(
        SortedMap<String, Value> values, SortedMap<String, Problem> problems, long stamp, Map<Long, Long> sources) {
    /**
     * A value with its references filled in.
     *
     * @param text of a secret, opened
     * @param item what was written
     * @param appId whose item it is
     * @param secret whether it is one, or takes one in
     */
    public record Value(String text, Item item, long appId, String app, boolean secret) {
        /** Without the text, which may be a secret. */
        @Override
        public String toString() {
            return "%s from %s".formatted(item.key(), app);
        }
    }

    /** Why a value cannot be made, in words for people; names keys and apps, never values. */
    public record Problem(Kind kind, String message) {}

    /** Kinds of problems. */
    public enum Kind {
        /** A reference cannot be read. */
        SYNTAX,
        /** What is referred to is not there, or may not be read: which of both is not told. */
        UNKNOWN,
        /** References lead back to where they began. */
        CYCLE,
        /** Too many steps, references or characters. */
        TOO_LARGE,
        /** A secret that cannot be opened: its key is missing. */
        SEALED
    }
}
