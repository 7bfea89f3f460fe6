package io.stardust.server.config.scope;

import io.stardust.server.change.Change;
import io.stardust.server.db.Database;
import io.stardust.server.instance.Instance;
import io.stardust.server.node.NodeStore;
import java.util.Map;

/** The labels of the machines on which instances run, as people set them. Thread-safe. */
public final class NodeLabels implements Change.Listener {
    private final Lookup<Map<String, String>> labels;

    public NodeLabels(Database db) {
        NodeStore nodes = new NodeStore();
        this.labels = new Lookup<>(id -> db.read(sql -> nodes.labels(sql, id)));
    }

    /** Those of the machine of {@code who}; none when that is unknown. */
    public Map<String, String> of(Instance who) {
        return who.nodeId() == null ? Map.of() : labels.get(who.nodeId());
    }

    @Override
    public void changed(Change change) {
        if (change.subjectKind().equals("node")) labels.changed();
    }
}
