package io.stardust.server.registry;

import io.stardust.api.registry.CalledView;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.app.Apps;
import io.stardust.server.db.Visible;
import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import io.stardust.server.instance.InstanceAuth;
import io.stardust.server.instance.InstanceListener;
import io.stardust.server.node.NodeAuth;
import io.stardust.server.push.PushSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Services: who offers them, who asks for them. */
public final class RegistryFeature {
    /** Where the journal lies, in the data folder. */
    public static final String FOLDER = "registry";

    private static final Duration FORGET = Duration.ofMinutes(1);

    private final Base base;
    private final Grants grants;
    private final Definitions definitions;
    private final Books books;
    private final Asking asking;
    private final Registry registry;
    private final Drains drains;
    private final Ramps ramps;
    private final Canaries canaries;
    private final ServiceViews views;
    private final Loop forgetting;

    /**
     * What may be set.
     *
     * @param protection percent of a service's providers; when so many are lost at once they are kept; 0: never
     * @param pingPeriod how often our SDK is told to report
     * @param drainTimeout how long a stop may wait until nobody calls the process; zero: it does not wait
     */
    public record Settings(IntSupplier protection, Supplier<Duration> pingPeriod, Supplier<Duration> drainTimeout) {}

    /** Hears that an agent saw a process end. */
    @FunctionalInterface
    public interface EndedRuns {
        /** The process of {@code run}, one start of an app, has ended. */
        void ended(long appId, String run);
    }

    /** {@code sessions} are those of the instances. */
    public RegistryFeature(Base base, PushSessions sessions, Grants grants, Settings settings) {
        this.base = base;
        this.grants = grants;
        this.definitions = new Definitions(base.db(), base.changes());
        this.books = new Books(definitions, settings.protection(), base.clock());
        this.asking = new Asking(books, grants, base.clock(), base.elapsed());
        this.registry = new Registry(definitions, books, asking, base.clock(), base.elapsed(), made -> {
            var journal = new Journal(base.data().resolve(FOLDER), made::living);
            var leases = new Leases(settings.pingPeriod(), base.elapsed(), base.clock(), base.changes(), made::end);
            var pusher = new Pusher(sessions, grants, base.clock());
            var probes = new Probes(base.elapsed(), base.clock(), made::health);
            return new Registry.Wiring(journal, leases, pusher, probes);
        });
        this.drains = new Drains(registry, sessions, grants, settings.drainTimeout(), base.elapsed());
        this.canaries = new Canaries(registry, books);
        this.ramps = new Ramps(registry, books, canaries, base.elapsed());
        this.views = new ServiceViews(books, registry, definitions, drains, base.elapsed());
        sessions.listen(new ChannelNews(asking, drains));
        this.forgetting = Loop.every("registry-forget", FORGET, asking::forget);
        definitions.listen(registry::redefined);
        base.changes().listen(definitions);
        base.lifecycle().starts("services", definitions::start);
        base.lifecycle().add("registry", this::start, this::stop);
        base.lifecycle().watchAll(this::loops);
    }

    private void start() {
        registry.load();
        Registry.Wiring wiring = registry.wiring();
        wiring.journal().start();
        wiring.leases().start();
        wiring.pusher().start();
        wiring.probes().start();
        drains.start();
        ramps.start();
        canaries.start();
        forgetting.start();
    }

    private void stop() throws Exception {
        Registry.Wiring wiring = registry.wiring();
        forgetting.close();
        drains.close();
        ramps.close();
        canaries.close();
        wiring.probes().close();
        wiring.leases().close();
        wiring.pusher().close();
        wiring.journal().close();
    }

    private List<Loop> loops() {
        Registry.Wiring wiring = registry.wiring();
        return List.of(
                forgetting,
                drains.loop(),
                ramps.loop(),
                canaries.loop(),
                wiring.journal().loop(),
                wiring.leases().loop(),
                wiring.pusher().loop(),
                wiring.probes().loop());
    }

    /**
     * Adds the routes.
     *
     * @param auth tells which instance asks
     * @param nodes tells which node reports what its processes offer
     * @param placed knows the apps of placements
     * @param runs hears which processes have ended
     */
    public void routes(Faces faces, InstanceAuth auth, NodeAuth nodes, PlacedApps placed, EndedRuns runs, Apps apps) {
        Ramps.Times times = of -> placed.ramp(of.appId(), of.client());
        var offering = new RegistryLinkRoutes.Offering(registry, definitions, ramps, times);
        new RegistryLinkRoutes(offering, books, asking, grants, auth).register(faces.machines());
        new OfferRoutes(offering, placed, nodes, runs, drains).register(faces.machines());
        var edits = new ServiceEdits(base.changes(), definitions, books, registry);
        new RegistryRoutes(definitions, books, edits, views, apps).register(faces.people());
    }

    /** What rooms above do with services. */
    public ServiceDoor door() {
        var edits = new ServiceEdits(base.changes(), definitions, books, registry);
        return new ServiceDoor(registry, books, definitions, grants, edits);
    }

    Registry registry() {
        return registry;
    }

    Drains drains() {
        return drains;
    }

    Ramps ramps() {
        return ramps;
    }

    /** How these processes are called, by service. */
    public List<CalledView> called(Visible visible, List<Canaries.Member> processes) {
        List<CalledView> called = new ArrayList<>();
        for (Canaries.Member process : processes) {
            for (Tenure tenure : canaries.offered(process)) {
                @Nullable CalledView view = views.called(visible, process.placementId(), tenure);
                if (view != null) called.add(view);
            }
        }
        called.sort(Comparator.comparing(CalledView::service).thenComparing(CalledView::client));
        return called;
    }

    /** Takes which first batches get a part of the calls only. */
    public Canaries canaries() {
        return canaries;
    }

    Asking asking() {
        return asking;
    }

    Definitions definitions() {
        return definitions;
    }

    /** Hears of instances. */
    public InstanceListener listener() {
        return registry;
    }

    /** Grants have changed: subscribers read again what they may call. */
    public void regranted() {
        registry.regranted();
    }
}
