package io.stardust.server;

import io.avaje.jsonb.Json;
import io.stardust.server.SettingStore.Edit;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Outdated;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings that hold now. What can be edited while the server runs is asked for here whenever it counts; an edit
 * replaces all of them in one step, once it is on disk. Thread-safe.
 */
final class CurrentSettings {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentSettings.class);
    private static final int LONGEST = 4_000; // characters of a value

    private final LoadedSettings started;
    private final Database db;
    private final Changes changes;
    private final SettingStore store = new SettingStore();
    private volatile EditedSettings now;

    /** Until {@link #start} nothing is edited. */
    CurrentSettings(LoadedSettings started, Database db, Changes changes) {
        this.started = started;
        this.db = db;
        this.changes = changes;
        this.now = EditedSettings.of(started, List.of());
    }

    /** Reads what was edited in an earlier life; to be called before anything asks. */
    void start() {
        now = EditedSettings.of(started, db.read(store::all));
        now.problems()
                .values()
                .forEach(why -> LOG.warn("a setting that was edited does not hold, its default does: {}", why));
    }

    /** All of them; what is live is asked for here whenever it counts, not once. */
    ServerSettings get() {
        return now.settings();
    }

    /** As people read them. */
    List<SettingView> views() {
        return now.views();
    }

    /**
     * One as people read it.
     *
     * @throws NotFound if there is no such setting
     */
    SettingView view(String key) {
        EditedSettings all = now;
        return SettingView.of(known(key, all), all);
    }

    /**
     * Edits one.
     *
     * @param ifMatch the revision that was seen; -1 for whichever
     * @throws NotFound if there is no such setting
     * @throws Conflict if it cannot be edited now; says where it is set instead
     * @throws Invalid if the value does not hold, alone or with the others
     */
    SettingView set(Caller caller, String key, long ifMatch, @Nullable String value) {
        SettingSpec knob = editable(key);
        if (value == null) throw new Invalid("value: missing (expected: text)");
        if (value.length() > LONGEST) throw new Invalid("value", value.length() + " characters", "at most " + LONGEST);
        String asked = Check.printable("value", value.strip());
        return changes.write(caller.actor(), tx -> {
            List<Edit> edits = new ArrayList<>(store.all(tx.sql()));
            EditedSettings before = EditedSettings.of(started, edits);
            @Nullable Edit old = before.edit(knob);
            long revision = old == null ? 0 : old.revision();
            if (ifMatch >= 0 && ifMatch != revision) throw new Outdated("setting", key, ifMatch, revision);
            if (old != null && old.value().equals(asked) && before.problem(knob) == null) {
                return SettingView.of(knob, before);
            }
            edits.remove(old);
            var edit = new Edit(
                    key, asked, tx.nextId("setting"), tx.actor(), tx.now().toEpochMilli());
            edits.add(edit);
            store.put(tx.sql(), edit);
            return put(tx, knob, before, edits);
        });
    }

    /** Takes the edit of one back, as {@link #set}: its default holds again. Does nothing when there is none. */
    SettingView reset(Caller caller, String key) {
        SettingSpec knob = editable(key);
        return changes.write(caller.actor(), tx -> {
            List<Edit> edits = new ArrayList<>(store.all(tx.sql()));
            EditedSettings before = EditedSettings.of(started, edits);
            if (!edits.remove(before.edit(knob))) return SettingView.of(knob, before);
            store.delete(tx.sql(), key);
            return put(tx, knob, before, edits);
        });
    }

    private SettingView put(Changes.Tx tx, SettingSpec knob, EditedSettings before, List<Edit> edits) {
        EditedSettings after = EditedSettings.of(started, edits);
        after.problems().forEach((key, why) -> {
            if (key.equals(knob.name()) || !before.problems().containsKey(key)) throw new Invalid(why);
        });
        tx.record("setting.updated", knob.name(), Told.of(knob, before), Told.of(knob, after));
        tx.afterCommit(() -> now = after);
        return SettingView.of(knob, after);
    }

    private static SettingSpec known(String key, EditedSettings all) {
        return SettingSpec.named(key).filter(all::knows).orElseThrow(() -> new NotFound("setting", Check.shown(key)));
    }

    private SettingSpec editable(String key) {
        EditedSettings all = now;
        SettingSpec knob = known(key, all);
        if (!knob.live()) {
            throw new Conflict("%s: needs a restart (expected: --%s, %s or server.json, and the server started again)"
                    .formatted(key, key, knob.variable()));
        }
        if (!all.editable(knob)) {
            throw new Conflict(
                    "%s: set by %s (expected: to be changed there, or taken out there to be edited here; either with a restart)"
                            .formatted(key, all.setter(knob)));
        }
        return knob;
    }

    /** A setting as the change table shows it. */
    @Json
    record Told(String name, String value, String source) {
        static Told of(SettingSpec knob, EditedSettings settings) {
            return new Told(knob.name(), settings.shown(knob), settings.kind(knob));
        }
    }
}
