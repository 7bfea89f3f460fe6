package io.stardust.server.config;

import io.stardust.api.config.ConfigSheetPatch;
import io.stardust.api.config.ConfigSheetView;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.effective.Share;
import io.stardust.server.config.effective.Sheet;
import io.stardust.server.config.store.SheetRow;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.http.ApiException.Denied;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Outdated;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people say of a sheet as a whole; holds at once. Thread-safe. */
final class SheetEdits {
    private static final int QUOTES = 20;

    private final Changes changes;
    private final Sheets live;
    private final Drafts drafts;
    private final Trials trials;
    private final ConfigViews views;
    private final SheetStore sheets = new SheetStore();

    SheetEdits(Changes changes, Sheets live, Drafts drafts, Trials trials, ConfigViews views) {
        this.changes = changes;
        this.live = live;
        this.drafts = drafts;
        this.trials = trials;
        this.views = views;
    }

    /**
     * Changes who inherits from whom, and what apps may do.
     *
     * @param seen revision from which the edit was made; -1: whatever it is
     * @throws io.stardust.server.http.ApiException.Conflict when values or files could not be made any more
     */
    ConfigSheetView edit(Caller caller, long appId, ConfigSheetPatch patch, long seen) {
        return changes.write(caller.actor(), tx -> {
            Owner app = sheets.owner(tx.sql(), caller.visible(), appId).orElseThrow(() -> new NotFound("app", appId));
            caller.require(Role.ADMIN, app.projectId());
            SheetRow row = drafts.sheet(tx, app);
            if (seen >= 0 && seen != row.revision()) throw new Outdated("config", appId, seen, row.revision());
            ConfigSheetView before = views.sheet(tx.sql(), app);
            Sheet was = live.current(tx.sql(), row);
            @Nullable List<String> quotes = patch.quotes();
            if (quotes != null) sheets.quote(tx.sql(), appId, quoted(tx, caller, app, quotes));
            Share share = patch.share() == null ? row.share() : Check.choice("share", patch.share(), Share.class);
            boolean global = patch.global() == null ? row.global() : patch.global();
            if (global && share == Share.ALL && !row.global()) requirePlatform(caller);
            if (global && share == Share.NONE) {
                throw new Invalid("global", "true", "share project or all, since nobody may read it");
            }
            long stamp = tx.nextId("config");
            trials.requireKept(tx.sql(), was, was.shared(share, global, sheets.quotes(tx.sql(), appId), stamp));
            sheets.update(
                    tx.sql(),
                    row.edited(
                            patch.enabled() == null ? row.enabled() : patch.enabled(),
                            share,
                            global,
                            patch.readOnly() == null ? row.readOnly() : patch.readOnly(),
                            stamp,
                            tx.now().toEpochMilli()));
            ConfigSheetView after = views.sheet(tx.sql(), app);
            tx.record("config.updated", app.projectId(), appId, before, after);
            live.edited(tx, appId);
            return after;
        });
    }

    /** Such a sheet reaches into every project. */
    private static void requirePlatform(Caller caller) {
        if (caller.platform()) return;
        throw new Denied("only an admin of the platform may make a config global for all projects");
    }

    private List<Long> quoted(Tx tx, Caller caller, Owner app, List<String> names) {
        if (names.size() > QUOTES) throw new Invalid("quotes", names.size(), "at most " + QUOTES);
        List<Long> ids = new ArrayList<>();
        for (String name : names) {
            long id = sheets.ownerNamed(tx.sql(), caller.visible(), String.valueOf(name))
                    .map(Owner::id)
                    .orElseThrow(() ->
                            new Invalid("quotes", Check.shown(String.valueOf(name)), "the name of an app you may see"));
            if (id == app.id()) throw new Invalid("quotes", Check.shown(name), "another app");
            if (!ids.contains(id)) ids.add(id);
        }
        return ids;
    }
}
