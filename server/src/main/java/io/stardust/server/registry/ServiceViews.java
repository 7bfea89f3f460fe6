package io.stardust.server.registry;

import io.avaje.jsonb.Json;
import io.stardust.api.registry.AppServices;
import io.stardust.api.registry.CalledView;
import io.stardust.api.registry.ConsumerList;
import io.stardust.api.registry.ConsumerView;
import io.stardust.api.registry.ProviderView;
import io.stardust.api.registry.ServiceGraph;
import io.stardust.api.registry.ServiceView;
import io.stardust.protocol.registry.DrainState;
import io.stardust.server.db.Visible;
import io.stardust.server.registry.Consumers.Consumer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Services, providers and consumers as people see them. A service and its providers are of one project; consumers may
 * be of others, and are shown to who may see those. Thread-safe.
 */
final class ServiceViews {
    private static final int LIST = 1_000;
    private static final int GRAPH = 5_000;

    private final Books books;
    private final Registry registry;
    private final Definitions definitions;
    private final Drains drains;
    private final LongSupplier elapsed;

    ServiceViews(Books books, Registry registry, Definitions definitions, Drains drains, LongSupplier elapsed) {
        this.drains = drains;
        this.books = books;
        this.registry = registry;
        this.definitions = definitions;
        this.elapsed = elapsed;
    }

    /** A service as the change table shows it. */
    @Json
    record Told(
            String name,
            @Nullable String displayName,
            boolean enabled,
            boolean scoped,
            boolean singleton,
            @Nullable String address,
            boolean extranet,
            @Nullable String health) {}

    static Told told(ServiceDefinition service) {
        return new Told(
                service.name(),
                service.displayName(),
                service.enabled(),
                service.scoped(),
                service.singleton(),
                service.address(),
                service.extranet(),
                service.health());
    }

    ServiceView view(ServiceDefinition service) {
        ServiceBook book = books.of(service.name());
        return new ServiceView(
                service.id(),
                service.projectId(),
                service.name(),
                service.displayName(),
                service.enabled(),
                service.scoped(),
                service.singleton(),
                service.address(),
                service.extranet(),
                service.health(),
                book.size(),
                book.snapshot().shown.size(),
                book.consumers.size(),
                book.protectedSince(),
                book.healthIgnored(),
                service.revision(),
                service.createdAt());
    }

    ProviderView provider(ServiceDefinition service, ServiceBook book, Provider provider) {
        Registration said = provider.said;
        Probes.@Nullable Watch watch = registry.wiring().probes().of(said.id());
        long lease = registry.wiring().leases().length(provider.tenure);
        return new ProviderView(
                said.id(),
                service.id(),
                said.service(),
                said.appId(),
                said.app(),
                said.client(),
                said.nodeId(),
                said.node(),
                said.version(),
                said.address(),
                said.external(),
                said.origin(),
                said.scope(),
                said.zone(),
                said.tag(),
                provider.model.weight(),
                said.weight(),
                provider.steering.enabled(),
                provider.steering.draining(),
                provider.standing.leaving(),
                provider.standing.healthy(),
                said.health(),
                watch == null ? null : watch.result(),
                watch == null || watch.asked() == 0 ? null : watch.asked(),
                provider.tenure.silent(elapsed.getAsLong(), lease),
                book.shows(provider),
                said.metadata().isEmpty() ? null : said.metadata(),
                provider.steering.revision(),
                said.createdAt(),
                said.updatedAt());
    }

    /** How a process of a placement is called by what it offers in {@code tenure}; null when that has ended. */
    @Nullable
    CalledView called(Visible visible, long placementId, Tenure tenure) {
        ServiceBook book = tenure.book;
        @Nullable Provider provider = book.find(tenure.id);
        @Nullable ServiceDefinition service = book.definition();
        if (provider == null || service == null) return null;
        int weight = book.shows(provider) ? provider.model.weight() : 0;
        long all = book.all().stream()
                .filter(book::shows)
                .mapToLong(each -> each.model.weight())
                .sum();
        @Nullable DrainState drain = drains.state(book, tenure.id);
        List<String> silent = drain == null
                ? List.of()
                : drain.silent().stream()
                        .filter(key -> sees(visible, book.consumers.find(key)))
                        .toList();
        return new CalledView(
                placementId,
                provider.said.client(),
                service.id(),
                service.name(),
                provider.said.version(),
                provider.meant(),
                weight,
                all == 0 ? 0 : Math.round(weight * 1_000.0 / all) / 10.0,
                provider.standing.canary() != Provider.Standing.NO_CANARY,
                provider.standing.leaving(),
                drain == null ? 0 : drain.waiting(),
                silent,
                drain == null || drain.calls() == DrainState.UNKNOWN ? null : drain.calls(),
                drain == null ? null : drain.left());
    }

    private static boolean sees(Visible visible, @Nullable Consumer consumer) {
        return consumer != null && visible.sees(consumer.who.projectId());
    }

    ConsumerList consumers(Visible visible, ServiceDefinition service) {
        ServiceBook book = books.of(service.name());
        long now = book.snapshot().version;
        Set<String> waitedFor = drains.waitedFor(book);
        List<ConsumerView> all = book.consumers.entries().stream()
                .map(Map.Entry::getValue)
                .filter(consumer -> visible.sees(consumer.who.projectId()))
                .sorted(Comparator.comparing((Consumer consumer) -> consumer.who.key()))
                .map(consumer -> consumer(consumer, now, waitedFor.contains(consumer.who.key())))
                .toList();
        return new ConsumerList(service.name(), all.subList(0, Math.min(LIST, all.size())), all.size());
    }

    private static ConsumerView consumer(Consumer consumer, long now, boolean waitedFor) {
        Filter filter = consumer.filter;
        return new ConsumerView(
                consumer.who.appId(),
                consumer.who.app(),
                consumer.who.client(),
                filter.minVersion(),
                filter.tags().isEmpty() ? null : String.join(",", filter.tags()),
                filter.scope(),
                consumer.version,
                consumer.version >= now,
                consumer.listens,
                waitedFor,
                consumer.since);
    }

    /** Who provides and who asks, of apps and services that may be seen. */
    ServiceGraph graph(Visible visible) {
        List<ServiceGraph.Line> lines = new ArrayList<>();
        List<ServiceDefinition> seen = definitions.all().stream()
                .filter(service -> visible.sees(service.projectId()))
                .sorted(Comparator.comparingLong(ServiceDefinition::id))
                .toList();
        for (ServiceDefinition service : seen) {
            if (lines.size() > GRAPH) break;
            ServiceBook book = books.of(service.name());
            lines.addAll(lines("provides", service, providing(book)));
            lines.addAll(lines("asks", service, asking(book, who -> visible.sees(who.who.projectId()))));
        }
        boolean more = lines.size() > GRAPH;
        return new ServiceGraph(more ? lines.subList(0, GRAPH) : lines, more);
    }

    /** What the app {@code id} offers and asks for, of services that may be seen. */
    AppServices ofApp(Visible visible, long id) {
        List<ProviderView> provides = new ArrayList<>();
        List<ServiceGraph.Line> asks = new ArrayList<>();
        for (ServiceDefinition service : definitions.all()) {
            if (!visible.sees(service.projectId())) continue;
            ServiceBook book = books.of(service.name());
            for (Provider provider : book.all()) {
                if (provider.said.appId() == id && provides.size() < LIST) {
                    provides.add(provider(service, book, provider));
                }
            }
            if (asks.size() < LIST) asks.addAll(lines("asks", service, asking(book, who -> who.who.appId() == id)));
        }
        provides.sort(Comparator.comparingLong(ProviderView::id));
        asks.sort(Comparator.comparing(ServiceGraph.Line::service));
        return new AppServices(provides, asks);
    }

    private record App(long id, String name) {}

    private static Map<App, Integer> providing(ServiceBook book) {
        Map<App, Integer> count = new TreeMap<>(Comparator.comparingLong(App::id));
        for (Provider provider : book.all()) {
            count.merge(new App(provider.said.appId(), provider.said.app()), 1, Integer::sum);
        }
        return count;
    }

    private static Map<App, Integer> asking(ServiceBook book, Predicate<Consumer> which) {
        Map<App, Integer> count = new TreeMap<>(Comparator.comparingLong(App::id));
        for (Map.Entry<String, Consumer> entry : book.consumers.entries()) {
            Consumer consumer = entry.getValue();
            if (which.test(consumer)) count.merge(new App(consumer.who.appId(), consumer.who.app()), 1, Integer::sum);
        }
        return count;
    }

    private static List<ServiceGraph.Line> lines(String kind, ServiceDefinition service, Map<App, Integer> apps) {
        return apps.entrySet().stream()
                .map(entry -> new ServiceGraph.Line(
                        kind,
                        entry.getKey().id(),
                        entry.getKey().name(),
                        service.id(),
                        service.name(),
                        entry.getValue()))
                .toList();
    }
}
