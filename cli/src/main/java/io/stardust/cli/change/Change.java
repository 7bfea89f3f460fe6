package io.stardust.cli.change;

import io.avaje.jsonb.Json;
import io.stardust.cli.terminal.Words;
import org.jspecify.annotations.Nullable;

/**
 * One committed mutation, as far as it is shown. The server's own record is not shared: what a thing was before and
 * after is raw JSON of any length, which nobody here reads.
 */
@Json
record Change(
        long id,
        long at,
        String actor,
        @Nullable String address,
        @Nullable Long projectId,
        String kind,
        long act,
        @Nullable String subjectKind,
        @Nullable String subjectId,
        @Nullable String subjectName,
        @Nullable String deploymentName,
        @Nullable String nodeName,
        @Nullable String fromVersion,
        @Nullable String toVersion) {
    /** What the thing is called; an id only where there is no name any more. */
    String called() {
        String name = deploymentName != null ? deploymentName : subjectName != null ? subjectName : nodeName;
        return name == null ? subjectKind + " #" + subjectId : name;
    }

    /** Who did it, by name: {@code anna} of {@code user:3 anna}. */
    String who() {
        return actor.matches("[a-z]+:\\S+ .+") ? actor.substring(actor.indexOf(' ') + 1) : actor;
    }

    /** What was done: {@code deployment updated}. */
    String what() {
        return switch (kind) {
            case "placement.published" -> "version switched";
            case "session.created" -> "signed in";
            case "session.refused" -> "sign-in rejected";
            case "session.deleted" -> "signed out";
            default ->
                Words.spaced(kind.replaceFirst("^person\\.", "user.")
                        .replace('.', ' ')
                        .replace('-', ' '));
        };
    }
}
