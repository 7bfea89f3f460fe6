package io.stardust.cli.change;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** One committed mutation. */
@Json
record Change(
        long id,
        long at,
        String actor,
        @Nullable String address,
        @Nullable Long projectId,
        String kind,
        @Nullable String subjectKind,
        @Nullable String subjectId,
        @Nullable String subjectName,
        @Nullable String deploymentName,
        @Nullable String nodeName,
        @Nullable String fromVersion,
        @Nullable String toVersion) {
    /** What it is about: {@code shop 1.1.0 -> 1.2.0 on web1}; an id only where there is no name any more. */
    String about() {
        String named = deploymentName != null ? deploymentName : subjectName != null ? subjectName : nodeName;
        var text = new StringBuilder(named == null ? subjectKind + ":" + subjectId : named);
        if (toVersion != null && !toVersion.equals(fromVersion)) {
            text.append(' ')
                    .append(fromVersion == null ? "" : fromVersion + " -> ")
                    .append(toVersion);
        }
        if (nodeName != null && !nodeName.equals(named)) text.append(" on ").append(nodeName);
        return text.toString();
    }
}
