package io.stardust.server.config;

import io.avaje.jsonb.Json;
import io.stardust.api.config.NewConfigRelease;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.store.ItemStore;
import io.stardust.server.config.store.SheetRow;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.db.Database;
import io.stardust.server.db.Lease;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes at a time that was set. One server of a database does it. Thread-safe. */
final class Plans implements AutoCloseable {
    private static final long FARTHEST = Duration.ofDays(366).toMillis();
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Plans.class);

    private final Database db;
    private final Changes changes;
    private final Lease lease;
    private final InstantSource clock;
    private final Sheets live;
    private final Publishing publishing;
    private final SheetStore sheets = new SheetStore();
    private final ItemStore items = new ItemStore();
    private final Loop loop = Loop.every("config plans", ROUND, this::round);

    Plans(Database db, Changes changes, Lease lease, InstantSource clock, Sheets live, Publishing publishing) {
        this.db = db;
        this.changes = changes;
        this.lease = lease;
        this.clock = clock;
        this.live = live;
        this.publishing = publishing;
    }

    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    private void round() {
        if (lease.held()) due(clock.millis());
    }

    /** Plans a publish of the draft, as it is then; takes the place of what was planned. */
    void plan(Caller caller, long appId, NewConfigRelease wanted, long at) {
        @Nullable String message = Check.optionalLine("message", wanted.message(), Publishing.MESSAGE);
        if (wanted.number() != null || !wanted.edits().isEmpty()) {
            throw new Invalid("at", at, "no time with a number or edits: what comes later is the draft");
        }
        changes.write(caller.actor(), tx -> {
            Owner app = publishing.free(tx, caller, appId);
            long now = tx.now().toEpochMilli();
            if (at <= now || at > now + FARTHEST)
                throw new Invalid("at", at, "a time from now on, within a year, in ms");
            SheetRow sheet = sheets.find(tx.sql(), appId)
                    .filter(_ -> items.countDrafts(tx.sql(), appId) > 0)
                    .orElseThrow(() -> Publishing.nothing(app));
            sheets.update(tx.sql(), sheet.planned(at, tx.actor(), message, now));
            live.edited(tx, appId);
            return tx.record("config.planned", app.projectId(), appId, null, new Planned(app.name(), at, message));
        });
    }

    /** What was planned is not any more. */
    void unplan(Caller caller, long appId) {
        changes.write(caller.actor(), tx -> {
            Owner app = publishing.publishable(tx, caller, appId);
            Optional<SheetRow> sheet = sheets.find(tx.sql(), appId).filter(row -> row.publishAt() != null);
            if (sheet.isEmpty()) return null;
            sheets.update(
                    tx.sql(), sheet.get().planned(null, null, null, tx.now().toEpochMilli()));
            live.edited(tx, appId);
            return tx.record("config.unplanned", app.projectId(), appId, null, new Planned(app.name(), null, null));
        });
    }

    /** How a planned publish stands in the change table; {@code refused}: why it did not come about. */
    @Json
    record Planned(
            String app,
            @Nullable Long at,
            @Nullable String message,
            @Nullable String refused) {
        Planned(String app, @Nullable Long at, @Nullable String message) {
            this(app, at, message, null);
        }
    }

    /**
     * Publishes what is due at {@code now}; one that would be refused is told as a change and not tried again. Another
     * fault keeps none of those behind it: its own app is tried with the next round.
     */
    void due(long now) {
        db.read(sql -> sheets.due(sql, now)).forEach(row -> {
            try {
                publish(row, now);
            } catch (RuntimeException e) { // a border between apps
                LOG.error("the planned publish of the config of app {} has failed", row.app(), e);
            }
        });
    }

    private void publish(SheetRow row, long now) {
        try {
            changes.write(
                    actor(row),
                    tx -> stillDue(tx, row)
                            .map(app -> {
                                publishing.requireFree(tx.sql(), app);
                                return publishing.publish(tx, app, row.publishMessage(), null);
                            })
                            .orElse(null));
        } catch (Conflict e) {
            changes.write(
                    actor(row),
                    tx -> stillDue(tx, row)
                            .map(app -> {
                                sheets.update(tx.sql(), row.planned(null, null, null, now));
                                live.edited(tx, row.appId());
                                var told =
                                        new Planned(row.app(), row.publishAt(), row.publishMessage(), e.getMessage());
                                return tx.record("config.unplanned", row.projectId(), row.appId(), null, told);
                            })
                            .orElse(null));
        }
    }

    private static String actor(SheetRow row) {
        return row.publishBy() == null ? "system" : row.publishBy();
    }

    private Optional<Owner> stillDue(Tx tx, SheetRow row) {
        return sheets.find(tx.sql(), row.appId())
                .filter(now -> Objects.equals(now.publishAt(), row.publishAt()))
                .map(now -> new Owner(now.appId(), now.app(), now.projectId()));
    }

    @Override
    public void close() {
        loop.close();
    }
}
