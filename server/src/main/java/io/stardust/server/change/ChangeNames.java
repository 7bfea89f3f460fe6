package io.stardust.server.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds the names of what changes are about, so that people read no bare ids. Stateless; runs on the handle it is
 * given.
 */
final class ChangeNames {
    private ChangeNames() {}

    /** What one change is about, besides its subject; null where it is about none. */
    record Around(
            @Nullable String deploymentName,
            @Nullable Long nodeId,
            @Nullable String nodeName,
            @Nullable String fromVersion,
            @Nullable String toVersion) {}

    private record Ids(
            @Nullable Long deployment,
            @Nullable Long node,
            @Nullable Long from,
            @Nullable Long to) {
        private static Ids of(Change change) {
            Map<?, ?> before = ChangeView.fields(change.before());
            Map<?, ?> after = ChangeView.fields(change.after());
            Map<?, ?> now = after.isEmpty() ? before : after;
            boolean node = change.subjectKind().equals("node");
            @Nullable
            Long from = change.subjectKind().equals("rollout") ? id(now, "fromReleaseId") : id(before, "releaseId");
            return new Ids(
                    change.deploymentId(),
                    node ? Long.valueOf(change.subjectId()) : id(now, "nodeId"),
                    from,
                    id(after, "releaseId"));
        }

        private static @Nullable Long id(Map<?, ?> fields, String name) {
            return fields.get(name) instanceof Number number && number.longValue() > 0
                    ? Long.valueOf(number.longValue())
                    : null;
        }
    }

    static List<ChangeView> of(Handle sql, List<Change> changes) {
        List<Ids> ids = changes.stream().map(Ids::of).toList();
        Set<Long> deployments = new HashSet<>();
        Set<Long> nodes = new HashSet<>();
        Set<Long> releases = new HashSet<>();
        for (Ids each : ids) {
            if (each.deployment() != null) deployments.add(each.deployment());
            if (each.node() != null) nodes.add(each.node());
            if (each.from() != null) releases.add(each.from());
            if (each.to() != null) releases.add(each.to());
        }
        Map<Long, String> deploymentNames = ChangeStore.names(sql, "select id, name from deployment", deployments);
        Map<Long, String> nodeNames = ChangeStore.names(sql, "select id, name from node", nodes);
        Map<Long, String> versions = ChangeStore.names(sql, "select id, version as name from release", releases);
        List<ChangeView> views = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Ids each = ids.get(i);
            views.add(ChangeView.of(
                    changes.get(i),
                    new Around(
                            name(deploymentNames, each.deployment()),
                            each.node(),
                            name(nodeNames, each.node()),
                            name(versions, each.from()),
                            name(versions, each.to()))));
        }
        return views;
    }

    private static @Nullable String name(Map<Long, String> names, @Nullable Long id) {
        return id == null ? null : names.get(id);
    }
}
