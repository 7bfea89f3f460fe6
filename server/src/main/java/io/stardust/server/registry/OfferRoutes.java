package io.stardust.server.registry;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.registry.DrainQuery;
import io.stardust.protocol.registry.OfferReport;
import io.stardust.protocol.registry.OfferedService;
import io.stardust.protocol.registry.PublishServiceInfo;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.instance.Instance;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeAuth;
import io.stardust.server.registry.PlacedApps.Placed;
import io.stardust.server.registry.RegistryLinkRoutes.Offering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code /Deploy/Offer}: an agent says what the process of a placement offers, and when the process has ended;
 * {@code /Deploy/Drain}: it is about to stop it. It may do so of processes of its own node alone.
 */
final class OfferRoutes {
    private static final int MOST = 20;
    private static final int RUN = 100;
    private static final int SCHEME = 20;

    private final Offering offering;
    private final Registry registry;
    private final Definitions definitions;
    private final PlacedApps placed;
    private final NodeAuth auth;
    private final RegistryFeature.EndedRuns runs;
    private final Processes processes;
    private final Drains drains;

    OfferRoutes(Offering offering, PlacedApps placed, NodeAuth auth, RegistryFeature.EndedRuns runs, Drains drains) {
        this.runs = runs;
        this.drains = drains;
        this.offering = offering;
        this.registry = offering.registry();
        this.processes = new Processes(registry, placed);
        this.definitions = offering.definitions();
        this.placed = placed;
        this.auth = auth;
    }

    void register(LinkApi link) {
        link.post("/Deploy/Offer", this::offer).post("/Deploy/Drain", this::drain);
    }

    private Object drain(LinkCall call) {
        Node node = auth.node(call);
        DrainQuery query = call.body(DrainQuery.class);
        @Nullable String run = Intake.line("Run", query.run(), RUN);
        if (query.hold() < 0 || query.hold() > Drains.LONGEST_HOLD) {
            throw new Invalid("Hold", query.hold(), "0–%d ms".formatted(Drains.LONGEST_HOLD));
        }
        @Nullable String next = Intake.line("Next", query.next(), RUN);
        if (run == null) throw new Invalid("Run", "nothing", "the value of STARDUST_RUN that the process was given");
        long id = query.placementId();
        int wait = placed.find(node, id).map(Placed::drainWait).orElse(-1);
        return drains.ask(
                new Drains.Key(node.id(), id, run),
                new Drains.Wish(query.hold(), wait < 0 ? null : Duration.ofSeconds(wait)),
                processes.of(node, id, run),
                next == null ? null : processes.of(node, id, next));
    }

    private Object offer(LinkCall call) {
        Node node = auth.node(call);
        OfferReport report = call.body(OfferReport.class);
        @Nullable String run = Intake.line("Run", report.run(), RUN);
        if (report.services().size() > MOST) {
            throw new Invalid("Services", report.services().size(), "at most " + MOST);
        }
        if (report.ended()) {
            return ended(node, report.placementId(), run);
        }
        @Nullable Placed of = placed.find(node, report.placementId()).orElse(null);
        if (of == null) {
            throw new Envelope.Refused(
                    Envelope.NOT_FOUND, "PlacementId: %d is no placement of this node".formatted(report.placementId()));
        }
        return offered(node, of, report, run, call.address());
    }

    private int offered(Node node, Placed of, OfferReport report, @Nullable String run, String from) {
        String owner = Owned.placement(report.placementId());
        Instance process = process(node, of, report, run, from);
        List<Registration> wanted = new ArrayList<>();
        for (OfferedService service : report.services()) {
            ServiceDefinition definition = definitions.offered(Intake.name(service.name()), process);
            wanted.add(Intake.registration(definition, process, wish(service, of, report), from)
                    .ownedBy(owner));
        }
        Set<Long> now = new HashSet<>();
        for (Registration one : wanted) {
            ServiceDefinition definition = definitions.offered(one.service(), process);
            now.add(offering.register(definition, one).said.id());
        }
        for (Tenure tenure : registry.owned().of(owner)) {
            boolean beside = of.overlapPort() > 0 && !Objects.equals(tenure.run, run); // two may be up for a while
            if (!beside && !now.contains(tenure.id)) registry.end(tenure);
        }
        return now.size();
    }

    /** The process as an instance: {@code service@node}, which outlives each run of it. */
    private static Instance process(Node node, Placed of, OfferReport report, @Nullable String run, String from) {
        String usual = of.deployName() + "@" + node.name();
        boolean second = of.overlapPort() > 0
                && report.services().stream().anyMatch(service -> service.port() == of.overlapPort());
        return new Instance(
                of.appId(),
                of.app(),
                of.projectId(),
                second ? PlacedApps.second(usual, of.overlapPort()) : usual,
                report.ip(),
                from,
                of.version(),
                null,
                null,
                node.id(),
                node.name(),
                run,
                true);
    }

    private static PublishServiceInfo wish(OfferedService service, Placed of, OfferReport report) {
        int port = service.port() == 0 ? of.port() : service.port();
        if (port < 1 || port > 65_535) {
            throw new Invalid("Services.Port", port, "1–65535, or 0 and a placement with a port");
        }
        @Nullable String scheme = Intake.line("Services.Scheme", service.scheme(), SCHEME);
        if (scheme != null && !scheme.matches("[A-Za-z][A-Za-z0-9+.-]*")) {
            throw new Invalid("Services.Scheme", Check.shown(scheme), "e.g. http");
        }
        return new PublishServiceInfo(
                service.name(),
                null,
                report.ip(),
                null,
                (scheme == null ? "http" : scheme) + "://*:" + port,
                null,
                service.health(),
                service.tag(),
                null,
                null,
                null,
                null);
    }

    /** Whatever the process of {@code run} registered, by its agent or itself, goes at once. */
    private int ended(Node node, long placementId, @Nullable String run) {
        if (run != null) placed.find(node, placementId).ifPresent(of -> runs.ended(of.appId(), run));
        List<Tenure> over = processes.of(node, placementId, run);
        over.forEach(registry::end);
        return over.size();
    }

    /** Finds what a process of a placement has registered, by its agent or itself. Thread-safe. */
    private static final class Processes {
        private final Registry registry;
        private final PlacedApps placed;

        Processes(Registry registry, PlacedApps placed) {
            this.registry = registry;
            this.placed = placed;
        }

        /** @param run null: the one that is offered, whatever its name */
        List<Tenure> of(Node node, long placementId, @Nullable String run) {
            List<Tenure> found = new ArrayList<>(registry.owned().of(Owned.placement(placementId)));
            if (run != null) {
                found.removeIf(tenure -> tenure.run != null && !run.equals(tenure.run)); // of the next run already
                found.addAll(registry.owned().ofRun(run));
            }
            return new HashSet<>(found)
                    .stream().filter(tenure -> isOf(node, placementId, tenure)).toList();
        }

        private boolean isOf(Node node, long placementId, Tenure tenure) {
            @Nullable Provider provider = tenure.book.find(tenure.id);
            if (provider == null) return false;
            @Nullable Long nodeId = provider.said.nodeId();
            if (nodeId != null) return nodeId == node.id();
            return placed.find(node, placementId)
                    .filter(of -> of.appId() == provider.said.appId())
                    .isPresent();
        }
    }
}
