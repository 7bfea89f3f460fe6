package io.stardust.server.node;

import io.avaje.jsonb.Json;
import io.stardust.api.node.NodeApproval;
import io.stardust.api.node.NodeEdit;
import io.stardust.api.node.NodeView;
import io.stardust.server.http.ApiException;
import io.stardust.server.http.ApiException.Denied;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does one thing to many nodes, each by itself: what is refused for one does not hinder the others. Thread-safe. */
final class NodeBulk {
    private static final int MOST = 500;

    private final Nodes nodes;
    private final Nodes.Removal removal;

    NodeBulk(Nodes nodes, Nodes.Removal removal) {
        this.nodes = nodes;
        this.removal = removal;
    }

    Done run(Caller caller, Wish wish) {
        Act act = Check.choice("act", wish.act(), Act.class);
        Set<Long> ids = new LinkedHashSet<>(wish.ids() == null ? List.of() : wish.ids());
        if (ids.isEmpty() || ids.size() > MOST) throw new Invalid("ids", ids.size() + " ids", "1–" + MOST);
        if (act == Act.LABEL && (wish.labels() == null || wish.labels().isEmpty())) {
            throw new Invalid("labels: missing (expected: what to label with)");
        }
        if (act == Act.MOVE && wish.projectId() == null) throw new Invalid("projectId: missing (expected: where to)");
        int done = 0;
        @Nullable Denied denied = null;
        List<Refused> refused = new ArrayList<>();
        for (long id : ids) {
            try {
                run(caller, act, id, wish);
                done++;
            } catch (ApiException e) {
                if (e instanceof Denied lacking) denied = lacking;
                refused.add(new Refused(id, e.detail()));
            }
        }
        if (done == 0 && denied != null) throw denied; // as one refusal, so that the audit has it
        return new Done(done, refused);
    }

    private void run(Caller caller, Act act, long id, Wish wish) {
        switch (act) {
            case APPROVE -> nodes.approve(caller, id, new NodeApproval(null, wish.projectId(), null));
            case ENABLE -> nodes.edit(caller, id, -1, new NodeEdit(null, true, null, null));
            case DISABLE -> nodes.edit(caller, id, -1, new NodeEdit(null, false, null, null));
            case DELETE -> removal.remove(caller, id, Boolean.TRUE.equals(wish.force()));
            case LABEL -> label(caller, id, wish.labels() == null ? Map.of() : wish.labels());
            case MOVE -> nodes.edit(caller, id, -1, new NodeEdit(null, null, null, wish.projectId()));
        }
    }

    /** The labels given are added, or take the place of those with their keys. */
    private void label(Caller caller, long id, Map<String, String> labels) {
        NodeView now = nodes.detail(caller.visible(), id).node();
        Map<String, String> merged = new LinkedHashMap<>(now.labels());
        merged.putAll(labels);
        nodes.edit(caller, id, now.revision(), new NodeEdit(null, null, merged, null));
    }

    /** What can be done to many. */
    private enum Act {
        APPROVE,
        ENABLE,
        DISABLE,
        DELETE,
        LABEL,
        MOVE
    }

    /**
     * The body of a request; {@code labels} for label, {@code projectId} for move, and for approve if desired,
     * {@code force} for delete.
     */
    @Json
    record Wish(
            @Nullable List<Long> ids,
            @Nullable String act,
            @Nullable Map<String, String> labels,
            @Nullable Long projectId,
            @Nullable Boolean force) {}

    /** How many it was done to, and why not to the others. */
    @Json
    record Done(int done, List<Refused> refused) {
        Done {
            refused = List.copyOf(refused);
        }
    }

    /** One it was not done to. */
    @Json
    record Refused(long id, String detail) {}
}
