package io.stardust.server.live;

import io.avaje.jsonb.Json;
import io.stardust.server.change.Change;
import org.jspecify.annotations.Nullable;

/** A change at a glance, for those who watch: what it was before and after is to be asked for. */
@Json
record ChangeNews(
        long id, long at, String actor, @Nullable Long projectId, String kind, String subjectKind, String subjectId) {
    static ChangeNews of(Change change) {
        return new ChangeNews(
                change.id(),
                change.at().toEpochMilli(),
                change.actor(),
                change.projectId(),
                change.kind(),
                change.subjectKind(),
                change.subjectId());
    }
}
