package io.stardust.server.config;

import io.stardust.server.change.Change;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.Library;
import io.stardust.server.config.effective.Sheet;
import io.stardust.server.config.store.ItemStore;
import io.stardust.server.config.store.ItemStore.ValueRow;
import io.stardust.server.config.store.SheetRow;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.db.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The live sheets, read when somebody first asks for them and kept as the database has them: what is committed is here
 * before its write returns. Thread-safe.
 */
final class Sheets implements Library, Change.Listener {
    private final Database db;
    private final SheetStore store = new SheetStore();
    private final ItemStore items = new ItemStore();
    private final GrayStore grays = new GrayStore();
    private final Map<Long, Held> byId = new ConcurrentHashMap<>();
    private final Map<String, Long> ids = new ConcurrentHashMap<>();
    private final AtomicLong turn = new AtomicLong();
    private volatile @Nullable List<Long> globals;

    Sheets(Database db) {
        this.db = db;
    }

    /** Grows with every change that somebody could see: what was worked out in a turn holds as long as it lasts. */
    long turn() {
        return turn.get();
    }

    /**
     * A sheet, and what comes of it.
     *
     * @param number of the live release; 0: none
     * @param gray what some instances have of it before the others; null: nothing
     * @param planned when the next publish is, epoch ms; null: nobody has said
     * @param updatedAt when the sheet changed last, epoch ms
     */
    record Held(
            Sheet sheet,
            long number,
            @Nullable Gray gray,
            @Nullable Long planned,
            long updatedAt) {}

    @Override
    public @Nullable Sheet sheet(long appId) {
        @Nullable Held held = held(appId);
        return held == null ? null : held.sheet();
    }

    /** The same with its gray release; null when the app has no sheet, or that is switched off. */
    @Nullable
    Held held(long appId) {
        @Nullable Held known = byId.get(appId);
        if (known != null) return known;
        long before = turn.get();
        @Nullable Held read = db.read(sql -> read(sql, store.find(sql, appId)));
        return read == null ? null : kept(read, before);
    }

    @Override
    public @Nullable Sheet sheet(String app) {
        @Nullable Long id = ids.get(app);
        @Nullable Held known = id == null ? null : byId.get(id);
        if (known != null && known.sheet().app().equals(app)) return known.sheet();
        long before = turn.get();
        @Nullable Held read = db.read(sql -> read(sql, store.named(sql, app)));
        if (read == null) return null;
        ids.put(app, read.sheet().appId());
        return kept(read, before).sheet();
    }

    @Override
    public Collection<Sheet> globals() {
        @Nullable List<Long> known = globals;
        if (known == null) {
            long before = turn.get();
            known = db.read(store::globals).stream().map(SheetRow::appId).toList();
            if (turn.get() == before) globals = known; // else it may be old, and is asked for again
        }
        List<Sheet> found = new ArrayList<>();
        for (long id : known) {
            @Nullable Sheet sheet = sheet(id);
            if (sheet != null && sheet.global()) found.add(sheet);
        }
        return found;
    }

    /** What was read while somebody published may be old: it answers who asked before, and is not kept. */
    private Held kept(Held read, long before) {
        byId.compute(read.sheet().appId(), (_, known) -> {
            if (known != null) return known;
            return turn.get() == before ? read : null;
        });
        return read;
    }

    private @Nullable Held read(Handle sql, Optional<SheetRow> row) {
        if (row.isEmpty() || !row.get().enabled()) return null;
        long app = row.get().appId();
        return new Held(
                of(row.get(), store.quotes(sql, app), items.live(sql, app)),
                row.get().number(),
                grays.find(sql, app).orElse(null),
                row.get().publishAt(),
                row.get().updatedAt());
    }

    /** The sheet that {@code row} heads, as the database has it within {@code sql}, also when it is switched off. */
    Sheet current(Handle sql, SheetRow row) {
        @Nullable Held held = byId.get(row.appId());
        if (held != null && held.sheet().isOf(row.app(), row.projectId(), row.stamp())) return held.sheet();
        return of(row, store.quotes(sql, row.appId()), items.live(sql, row.appId()));
    }

    private static Sheet of(SheetRow row, List<Long> quotes, List<ValueRow> live) {
        List<Item> all = live.stream().map(ValueRow::item).toList();
        return new Sheet(row.appId(), row.app(), row.projectId(), row.share(), row.global(), quotes, row.stamp(), all);
    }

    /** Items were published within {@code tx}, which made {@code sheet}: it is here once that is on disk. */
    void published(Tx tx, SheetRow after, Sheet sheet) {
        boolean known = byId.containsKey(after.appId());
        @Nullable Gray gray = known ? null : grays.find(tx.sql(), after.appId()).orElse(null);
        tx.afterCommit(() -> {
            byId.compute(after.appId(), (_, held) -> {
                turn.incrementAndGet(); // within: who reads it from the database meanwhile does not keep it
                if (!after.enabled() || (known && held == null)) return null; // what was known was forgotten meanwhile
                @Nullable Gray now = held == null ? gray : held.gray();
                return new Held(sheet, after.number(), now, after.publishAt(), after.updatedAt());
            });
        });
    }

    /** What people say of a sheet was changed within {@code tx}. */
    void edited(Tx tx, long appId) {
        tx.afterCommit(() -> forget(appId));
    }

    private void forget(long appId) {
        byId.compute(appId, (_, _) -> {
            turn.incrementAndGet();
            return null;
        });
        globals = null; // after: who read them before the turn has set them by now, or does not
    }

    /** Apps that go take their config along; one that is renamed is found by its new name. */
    @Override
    public void changed(Change change) {
        switch (change.kind()) {
            case "app.deleted", "app.updated" -> {
                ids.values().remove(Long.parseLong(change.subjectId()));
                forget(Long.parseLong(change.subjectId()));
            }
            case "project.deleted", "secrets.rotated" -> {
                turn.incrementAndGet();
                byId.clear();
                ids.clear();
                globals = null;
            }
            default -> {}
        }
    }
}
