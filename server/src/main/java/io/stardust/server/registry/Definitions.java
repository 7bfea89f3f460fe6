package io.stardust.server.registry;

import io.stardust.protocol.Envelope;
import io.stardust.server.change.Change;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.instance.Instance;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The services and what people said of their providers, in memory as they are in the database. A service is made by its
 * first registration and belongs to the project of the app that made it. Thread-safe.
 */
final class Definitions implements Change.Listener {
    /** Of one project: registrations make them, so somebody could make many. */
    static final int MOST = 10_000;

    private static final String ACTOR = "system";

    private final Database db;
    private final Changes changes;
    private final DefinitionStore store = new DefinitionStore();
    private final Map<String, ServiceDefinition> byName = new ConcurrentHashMap<>();
    private final Map<Long, ServiceDefinition> byId = new ConcurrentHashMap<>();
    private final Map<Long, Map<Registration.Key, Steering>> steering = new ConcurrentHashMap<>();
    private Consumer<String> changed = _ -> {};

    Definitions(Database db, Changes changes) {
        this.db = db;
        this.changes = changes;
    }

    /** Tells {@code listener} the name of each service that changes; before {@link #start}. */
    void listen(Consumer<String> listener) {
        changed = listener;
    }

    void start() {
        List<ServiceDefinition> all = db.read(store::all);
        steering.putAll(new HashMap<>(db.read(store::steering)));
        steering.replaceAll((_, said) -> new ConcurrentHashMap<>(said));
        all.forEach(this::take);
    }

    private void take(ServiceDefinition definition) {
        byId.put(definition.id(), definition);
        byName.put(definition.name(), definition);
    }

    private void drop(ServiceDefinition definition) {
        byId.remove(definition.id());
        byName.remove(definition.name());
        steering.remove(definition.id());
    }

    @Nullable
    ServiceDefinition named(String name) {
        return byName.get(name);
    }

    Collection<ServiceDefinition> all() {
        return byId.values();
    }

    /** The service {@code id}; {@link NotFound} when it is not there, or may not be seen. */
    ServiceDefinition get(Visible visible, long id) {
        @Nullable ServiceDefinition found = byId.get(id);
        if (found == null || !visible.sees(found.projectId())) throw new NotFound("service", id);
        return found;
    }

    /**
     * As {@link #get}, within {@code tx}: the memory may not have an edit yet that is committed together with this one.
     */
    ServiceDefinition get(Tx tx, Visible visible, long id) {
        return store.find(tx.sql(), visible, id).orElseThrow(() -> new NotFound("service", id));
    }

    /** What people said of a provider, within {@code tx}. */
    Steering steering(Tx tx, long serviceId, Registration.Key key) {
        return store.steering(tx.sql(), serviceId, key);
    }

    /**
     * The service that {@code who} offers, made when there is none.
     *
     * @throws Envelope.Refused 403 when it belongs to another project, or the project has too many
     */
    ServiceDefinition offered(String name, Instance who) {
        @Nullable ServiceDefinition known = byName.get(name);
        if (known == null) known = made(name, who);
        if (known.projectId() == who.projectId()) return known;
        throw new Envelope.Refused(
                Envelope.FORBIDDEN,
                "ServiceName: %s belongs to another project (expected: another name)".formatted(name));
    }

    private ServiceDefinition made(String name, Instance who) {
        return changes.write(ACTOR, tx -> {
            @Nullable ServiceDefinition there = store.named(tx.sql(), name).orElse(null);
            if (there != null) {
                tx.afterCommit(() -> take(there));
                return there;
            }
            if (store.count(tx.sql(), who.projectId()) >= MOST) {
                throw new Envelope.Refused(
                        Envelope.FORBIDDEN, "the project has %d services; remove some first".formatted(MOST));
            }
            long now = tx.now().toEpochMilli();
            var service = new ServiceDefinition(
                    tx.nextId("service"),
                    who.projectId(),
                    name,
                    null,
                    true,
                    false,
                    false,
                    null,
                    false,
                    null,
                    1,
                    now,
                    now);
            store.insert(tx.sql(), service);
            tx.record("service.created", service.projectId(), service.id(), null, ServiceViews.told(service));
            tx.afterCommit(() -> take(service));
            return service;
        });
    }

    /** What people said of a provider. */
    Steering steering(long serviceId, Registration.Key key) {
        @Nullable Map<Registration.Key, Steering> said = steering.get(serviceId);
        return said == null ? Steering.NONE : said.getOrDefault(key, Steering.NONE);
    }

    /** Keeps {@code after} in the place of {@code before} within {@code tx}; the change is recorded by the caller. */
    void update(Tx tx, ServiceDefinition after) {
        store.update(tx.sql(), after);
        tx.afterCommit(() -> take(after));
    }

    /** Removes a service within {@code tx}. */
    void delete(Tx tx, ServiceDefinition definition) {
        store.delete(tx.sql(), definition.id());
        tx.afterCommit(() -> drop(definition));
    }

    /** Keeps what people said of a provider within {@code tx}. */
    void steer(Tx tx, ServiceDefinition of, Registration.Key key, Steering said) {
        store.steer(tx.sql(), of.id(), key, said, tx.now().toEpochMilli());
        tx.afterCommit(() -> steering.computeIfAbsent(of.id(), _ -> new ConcurrentHashMap<>())
                .put(key, said));
    }

    /** The services of a project go with it. */
    @Override
    public void changed(Change change) {
        if (!change.kind().equals("project.deleted")) return;
        long project = Long.parseLong(change.subjectId());
        for (ServiceDefinition definition : List.copyOf(byId.values())) {
            if (definition.projectId() != project) continue;
            drop(definition);
            changed.accept(definition.name());
        }
    }
}
