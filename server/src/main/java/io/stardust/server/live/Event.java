package io.stardust.server.live;

import io.stardust.protocol.Json;
import io.stardust.server.change.Change;
import io.stardust.server.change.ChangeView;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.PlacementNews;
import io.stardust.server.instance.AppNews;
import io.stardust.server.node.NodeNews;
import io.stardust.server.rollout.RolloutNews;
import org.jspecify.annotations.Nullable;

/**
 * One event of the stream. Immutable.
 *
 * @param id of a change; 0 for events that are not resumed from
 * @param projectId whose; null: for those alone who see everything
 * @param name as in {@code event:}
 * @param data one line of JSON
 */
record Event(long id, @Nullable Long projectId, String name, String data) {
    static Event of(Change change) {
        return new Event(change.id(), change.projectId(), "change", Json.PEOPLE.text(ChangeView.brief(change)));
    }

    static Event of(AppNews news) {
        return new Event(0, news.projectId(), "app", Json.PEOPLE.text(news));
    }

    static Event of(NodeNews news) {
        return new Event(0, news.projectId(), "node", Json.PEOPLE.text(news));
    }

    static Event of(PlacementNews news) {
        return new Event(0, news.projectId(), "placement", Json.PEOPLE.text(news));
    }

    static Event of(RolloutNews news) {
        return new Event(0, news.projectId(), "rollout", Json.PEOPLE.text(news));
    }

    boolean seenBy(Visible visible) {
        return visible.all() || (projectId != null && visible.sees(projectId));
    }

    /** As it goes over the wire. */
    String text() {
        String head = id == 0 ? "" : "id: " + id + "\n";
        return head + "event: " + name + "\ndata: " + data + "\n\n";
    }
}
