package io.stardust.server.config;

import io.stardust.api.rollout.InstanceConfig;
import io.stardust.api.rollout.RolloutConfig;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.Carried.State;
import io.stardust.server.config.CarriedStore.Spell;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.Sheet;
import io.stardust.server.config.store.ItemStore;
import io.stardust.server.config.store.SheetRow;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.Instances;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The config that rollouts take along: a gray release for the placements that they have moved, until it is published or
 * withdrawn. All of it is in the database, so that a server that was killed goes on where it was. Thread-safe.
 */
public final class CarriedConfigs {
    private final Sheets live;
    private final Delivery delivery;
    private final Publishing publishing;
    private final Grays grays;
    private final Instances instances;
    private final Askers askers;
    private final SheetStore sheets = new SheetStore();
    private final ItemStore items = new ItemStore();
    private final GrayStore gray = new GrayStore();
    private final CarriedStore store = new CarriedStore();
    private final Approvals approvals = new Approvals();

    CarriedConfigs(
            Sheets live, Delivery delivery, Publishing publishing, Grays grays, Instances instances, Askers askers) {
        this.live = live;
        this.delivery = delivery;
        this.publishing = publishing;
        this.grays = grays;
        this.instances = instances;
        this.askers = askers;
    }

    /**
     * What a rollout would carry.
     *
     * @param number of the release that is to hold with it; null: what the draft makes
     * @throws Conflict when it cannot, in words
     */
    public Foreseen foresee(Handle sql, Visible visible, long appId, @Nullable Long number) {
        Owner app = sheets.owner(sql, visible, appId).orElseThrow(() -> new NotFound("app", appId));
        requireNone(sql, app);
        Map<Item.Id, @Nullable Item> edits =
                number == null ? publishing.drafted(sql, app) : publishing.old(sql, app, number);
        if (number != null && edits.isEmpty()) {
            throw new Conflict("the config of app %s is as in release %d already".formatted(app.name(), number));
        }
        grays.requireValues(sql, app, edits);
        return new Foreseen(app, number, null, edits, List.of());
    }

    /**
     * What takes back the changes that came with {@code rolloutId}, as far as nobody has changed them since.
     *
     * @return null: none came with it
     * @throws Conflict when they cannot be taken back now, in words
     */
    public @Nullable Foreseen foreseeUndo(Handle sql, long rolloutId) {
        @Nullable Carried done = store.find(sql, rolloutId).orElse(null);
        if (done == null || done.number() == null) return null;
        long number = done.number();
        SheetRow row = sheets.find(sql, done.appId()).orElseThrow();
        var app = new Owner(row.appId(), row.app(), row.projectId());
        Map<Item.Id, @Nullable Item> edits = new HashMap<>();
        List<String> kept = undoing(sql, live.current(sql, row), number, edits);
        @Nullable Long of = row.number() == number && number > 1 ? number - 1 : null;
        if (edits.isEmpty()) return new Foreseen(app, of, number, edits, kept);
        try {
            requireNone(sql, app);
            grays.requireValues(sql, app, edits);
        } catch (Conflict e) {
            throw new Conflict(e.detail() + "; or roll back without the config (config: none)");
        }
        return new Foreseen(app, of, number, edits, kept);
    }

    private void requireNone(Handle sql, Owner app) {
        publishing.requireFree(sql, app);
        grays.requireNone(sql, app);
    }

    /** @return what was changed since */
    private List<String> undoing(Handle sql, Sheet now, long number, Map<Item.Id, @Nullable Item> edits) {
        Map<Item.Id, Spell> set = new HashMap<>();
        Map<Item.Id, Item> were = new HashMap<>();
        for (Spell spell : store.around(sql, now.appId(), number)) {
            Item item = spell.item();
            if (spell.since() == number) set.put(item.id(), spell);
            else were.put(item.id(), item);
        }
        List<String> kept = new ArrayList<>();
        set.forEach((id, spell) -> {
            if (spell.until() == null) edits.put(id, were.get(id));
            else kept.add(shown(id));
        });
        were.forEach((id, was) -> {
            if (set.containsKey(id)) return;
            if (now.exact(id) == null) edits.put(id, was);
            else kept.add(shown(id));
        });
        return kept.stream().sorted().toList();
    }

    private static String shown(Item.Id id) {
        String key = Check.shown(id.key());
        return id.scope().isEmpty() ? key : key + " (" + id.scope() + ")";
    }

    /** Refuses what {@code caller} may not publish, or what nobody has approved where the project asks for that. */
    public void require(Tx tx, Caller caller, Foreseen config) {
        Owner app = publishing.publishable(tx, caller, config.app.id());
        if (config.undoes != null) return; // it returns with the code to what held before
        if (config.ofNumber == null) approvals.requireOfDraft(tx, app);
        else approvals.requireOfRollback(tx, caller, app, config.ofNumber);
    }

    /** {@code rolloutId} carries it from now on; {@code message} stands with the release that comes of it. */
    public void begin(Tx tx, long rolloutId, Foreseen config, String message) {
        var carried = new Carried(
                rolloutId, config.app.id(), config.ofNumber, config.undoes, config.edits.size(), State.HELD, null);
        store.insert(tx.sql(), carried);
        grays.begin(tx, config.app, Gray.Target.NOBODY, config.edits, message);
        if (carried.isDraft()) items.undoAll(tx.sql(), config.app.id());
    }

    /** Publishes it for all at once. */
    public void publish(Tx tx, Foreseen config, String message) {
        publishing.publish(tx, config.app, message, config.ofNumber, config.edits);
    }

    /** The rollout that holds the config of the app, so that nobody else publishes; empty: none does. */
    public OptionalLong holder(Handle sql, long appId) {
        return store.gray(sql, appId)
                .filter(one -> one.state() == State.HELD)
                .map(one -> OptionalLong.of(one.rolloutId()))
                .orElse(OptionalLong.empty());
    }

    /** The rollout that the gray release of the app came with, under way or over; empty: none. */
    public OptionalLong carrier(Handle sql, long appId) {
        return store.gray(sql, appId)
                .map(one -> OptionalLong.of(one.rolloutId()))
                .orElse(OptionalLong.empty());
    }

    /**
     * A placement that a rollout moves.
     *
     * @param before version of what runs there; null: nothing is known to
     */
    public record Moving(
            long placementId,
            String service,
            long nodeId,
            String node,
            @Nullable String before,
            String after) {}

    /** True while placements that {@code rolloutId} moves are to get its config. */
    public boolean gives(Handle sql, long rolloutId) {
        return store.find(sql, rolloutId).filter(one -> one.state().isGray()).isPresent();
    }

    /** They have it once they are of the new version. */
    public void join(Tx tx, long rolloutId, Collection<Moving> placements) {
        Carried by = store.find(tx.sql(), rolloutId).orElseThrow();
        grays.take(
                tx,
                owner(tx, by),
                placements.stream()
                        .map(one -> Taker.joining(
                                one.placementId(), one.service(), one.nodeId(), one.node(), one.before(), one.after()))
                        .toList());
    }

    /** They go back: only what is of the new version has it still, until it is gone. */
    public void leave(Tx tx, long appId, Collection<Long> placements) {
        @Nullable Carried by = store.gray(tx.sql(), appId).orElse(null);
        if (by == null) return;
        List<Taker> leaving = gray.takers(tx.sql(), appId).stream()
                .filter(taker -> !taker.leaving() && placements.contains(taker.placementId()))
                .map(Taker::going)
                .toList();
        if (!leaving.isEmpty()) grays.take(tx, owner(tx, by), leaving);
    }

    /** The rollout has come to its end: what it carries holds for all. Nothing to do when it was ended before. */
    public void publish(Tx tx, long rolloutId) {
        given(tx, rolloutId).ifPresent(by -> grays.promote(tx, owner(tx, by), by));
    }

    /** The rollout is undone: what it carries goes back. Nothing to do likewise. */
    public void withdraw(Tx tx, long rolloutId) {
        given(tx, rolloutId).ifPresent(by -> grays.withdraw(tx, owner(tx, by)));
    }

    /** The rollout is over without success: who has it keeps it, and people decide. Nothing to do likewise. */
    public void open(Tx tx, long rolloutId) {
        given(tx, rolloutId).filter(by -> by.state() == State.HELD).ifPresent(by -> {
            if (gray.takers(tx.sql(), by.appId()).isEmpty()) grays.withdraw(tx, owner(tx, by));
            else store.update(tx.sql(), by.end(State.OPEN, null));
        });
    }

    private Optional<Carried> given(Tx tx, long rolloutId) {
        return store.find(tx.sql(), rolloutId).filter(by -> by.state().isGray());
    }

    private Owner owner(Tx tx, Carried by) {
        SheetRow row = sheets.find(tx.sql(), by.appId()).orElseThrow();
        return new Owner(row.appId(), row.app(), row.projectId());
    }

    /** What {@code rolloutId} carries, as people see it; null: nothing. */
    public @Nullable RolloutConfig of(Handle sql, long rolloutId) {
        @Nullable Carried by = store.find(sql, rolloutId).orElse(null);
        if (by == null) return null;
        List<Taker> takers = by.state().isGray() ? gray.takers(sql, by.appId()) : List.of();
        return new RolloutConfig(
                by.appId(),
                sheets.find(sql, by.appId()).map(SheetRow::app).orElse(""),
                by.ofNumber(),
                by.undoes(),
                by.changes(),
                Check.word(by.state()),
                by.number(),
                Grays.names(takers),
                inherited(by.appId()));
    }

    /** The same while it is neither published nor withdrawn; null otherwise. */
    public @Nullable RolloutConfig given(Handle sql, long rolloutId) {
        return gives(sql, rolloutId) ? of(sql, rolloutId) : null;
    }

    /** What would be carried, as people see it. */
    public RolloutConfig planned(Foreseen config) {
        return new RolloutConfig(
                config.app.id(),
                config.app.name(),
                config.ofNumber,
                config.undoes,
                config.edits.size(),
                "planned",
                null,
                List.of(),
                inherited(config.app.id()));
    }

    private List<String> inherited(long appId) {
        Delivery.@Nullable Kept kept = delivery.of(appId, "");
        if (kept == null) return List.of();
        return kept.effective.sources().keySet().stream()
                .filter(id -> id != appId)
                .map(live::sheet)
                .filter(Objects::nonNull)
                .map(Sheet::app)
                .sorted()
                .toList();
    }

    /** The instances of an app by their nodes, to be asked for placement by placement. */
    public final class Having {
        private final Map<Long, List<Instance>> byNode = new HashMap<>();

        private Having(long appId) {
            for (Instance who : instances.ofApp(appId)) {
                @Nullable Long node = who.nodeId();
                if (node != null)
                    byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(who);
            }
        }

        /** What the instances of a placement have, by their names. */
        public List<InstanceConfig> of(String service, long nodeId) {
            return byNode.getOrDefault(nodeId, List.of()).stream()
                    .filter(who -> Taker.isOf(who, service, nodeId))
                    .sorted(Comparator.comparing(Instance::client))
                    .map(CarriedConfigs.this::having)
                    .toList();
        }
    }

    /** What the instances of an app have now; they are looked through once. */
    public Having having(long appId) {
        return new Having(appId);
    }

    private InstanceConfig having(Instance who) {
        Askers.@Nullable Asked asked = askers.of(who);
        return new InstanceConfig(
                who.client(),
                who.version(),
                asked == null ? null : Long.valueOf(asked.held().release),
                asked != null && asked.held().gray);
    }
}
