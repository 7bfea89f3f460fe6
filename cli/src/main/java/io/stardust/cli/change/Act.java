package io.stardust.cli.change;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one request did: its changes, newest first. Immutable. */
record Act(List<Change> changes) {
    /** Kinds that say best what a request did, before all others. */
    private static final List<String> TELLING =
            List.of("rollout.created", "rollout.reverting", "node.leaving", "node.deleted");

    /** The changes of one act stand together; the newest first stays so. */
    static List<Act> of(List<Change> changes) {
        List<List<Change>> groups = new ArrayList<>();
        for (Change change : changes) {
            Change before = groups.isEmpty() ? null : groups.getLast().getLast();
            boolean same = before != null
                    && change.act() != 0
                    && before.act() == change.act()
                    && before.actor().equals(change.actor());
            if (!same) groups.add(new ArrayList<>());
            groups.getLast().add(change);
        }
        return groups.stream().map(Act::new).toList();
    }

    /** The change that says best what it was about. */
    Change head() {
        return changes.stream()
                .filter(change -> TELLING.contains(change.kind()))
                .min(Comparator.comparingInt(change -> TELLING.indexOf(change.kind())))
                .or(() -> changes.stream()
                        .filter(change -> "deployment".equals(change.subjectKind()))
                        .findFirst())
                .orElseGet(changes::getLast);
    }

    /** {@code shop 1.1.0 -> 1.2.0 on 3 nodes}: by names; an id only where there is no name any more. */
    String about() {
        Change head = head();
        var text = new StringBuilder(head.called());
        List<Change> moved = changes.stream()
                .filter(change ->
                        change.toVersion() != null && !change.toVersion().equals(change.fromVersion()))
                .toList();
        String to = one(moved.stream().map(Change::toVersion));
        String from = one(moved.stream().map(Change::fromVersion));
        if (to != null)
            text.append(' ').append(from == null ? "" : from + " -> ").append(to);
        List<String> nodes = changes.stream()
                .map(Change::nodeName)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (nodes.isEmpty() || "node".equals(head.subjectKind())) return text.toString();
        return text.append(" on ")
                .append(nodes.size() == 1 ? nodes.getFirst() : nodes.size() + " nodes")
                .toString();
    }

    private static @Nullable String one(Stream<@Nullable String> texts) {
        List<String> all =
                texts.map(text -> text == null ? "" : text).distinct().toList();
        return all.size() == 1 && !all.getFirst().isEmpty() ? all.getFirst() : null;
    }
}
