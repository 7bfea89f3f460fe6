package io.stardust.server.overview;

import io.avaje.jsonb.Json;
import io.stardust.api.overview.Overview.Item;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/** What waits for a person, and what people have put aside of it. Thread-safe. */
public final class Attention {
    private final Changes changes;
    private final InstantSource clock;
    private final AttentionStore store = new AttentionStore();

    public Attention(Changes changes, InstantSource clock) {
        this.changes = changes;
        this.clock = clock;
    }

    AttentionStore.Found found(Handle sql, Visible visible, long project) {
        return store.items(sql, visible, project, clock.millis());
    }

    /** Puts an item aside for everybody, until it goes wrong anew. */
    void dismiss(Caller caller, String kind, long id) {
        changes.write(caller.actor(), tx -> {
            Item item = found(tx.sql(), caller.visible(), 0).items().stream()
                    .filter(each -> each.kind().equals(kind) && each.id() == id)
                    .findFirst()
                    .orElseThrow(() -> new NotFound("item", id));
            caller.require(Role.OPERATOR, item.projectId());
            store.dismiss(tx.sql(), item, caller.name(), tx.now().toEpochMilli());
            tx.record(
                    "attention.dismissed", item.projectId(), id, null, new Dismissed(kind, item.name(), item.detail()));
            return null;
        });
    }

    /** As it stands in the change table. */
    @Json
    record Dismissed(String kind, String name, String detail) {}
}
