package io.stardust.server.config;

import io.stardust.protocol.Hashes;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.scope.NodeLabels;
import io.stardust.server.instance.Instance;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What some instances of an app have before the others. Immutable.
 *
 * @param number drawn at its begin
 * @param takers placements that have it besides
 * @param edits upon what is live; an item without a value is gone for them
 * @param stamp drawn with each change of this
 * @param createdAt epoch ms
 */
record Gray(
        long appId,
        long number,
        Target target,
        List<Taker> takers,
        Map<Item.Id, @Nullable Item> edits,
        long stamp,
        @Nullable String message,
        String author,
        long createdAt) {
    private static final int PARTS = 10_000;

    /**
     * Whom it is for.
     *
     * @param clients instances, as they are called within the app
     * @param nodes names of machines
     * @param labels of machines, all of them; none: no machine is named by its labels
     * @param percent of all
     */
    record Target(Set<String> clients, Set<String> nodes, Map<String, String> labels, int percent) {
        static final Target NOBODY = new Target(Set.of(), Set.of(), Map.of(), 0);

        Target {
            clients = Set.copyOf(clients);
            nodes = Set.copyOf(nodes);
            labels = Map.copyOf(labels);
        }
    }

    boolean takes(Instance who, NodeLabels labels) {
        if (target.clients.contains(who.client())) return true;
        if (who.node() != null && target.nodes.contains(who.node())) return true;
        if (takers.stream().anyMatch(taker -> taker.takes(who))) return true;
        if (!target.labels.isEmpty() && labels.of(who).entrySet().containsAll(target.labels.entrySet())) return true;
        return target.percent > 0 && part(who) < target.percent * (PARTS / 100);
    }

    /**
     * The same for an instance as long as this release is gray, also after it started anew: by its machine and service,
     * else by its address.
     */
    private int part(Instance who) {
        String first = Taker.first(who);
        String place = who.node() == null ? first : who.node() + "/" + (Taker.isAddress(first) ? "" : first);
        String hash = Hashes.sha256Hex((appId + " " + number + " " + place).getBytes(StandardCharsets.UTF_8));
        return (int) (Long.parseLong(hash.substring(0, 8), 16) % PARTS);
    }
}
