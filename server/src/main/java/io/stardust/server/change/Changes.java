package io.stardust.server.change;

import io.stardust.api.deploy.OfDeployment;
import io.stardust.protocol.Json;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.db.Database;
import io.stardust.server.db.Ids;
import io.stardust.server.http.Origin;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to change state: the mutation and its {@link Change} rows are one transaction, and the listeners hear of
 * it after it is on disk. Thread-safe.
 */
public final class Changes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    private final Database db;
    private final InstantSource clock;
    private final List<Change.Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<Change.Listener> first = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Change> news = new LinkedBlockingQueue<>();
    private final Loop loop = Loop.of("changes", news::take, this::tell);

    public Changes(Database db, InstantSource clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Begins to tell the listeners. */
    public Changes start() {
        loop.start();
        return this;
    }

    /** Adds a listener; it hears what is committed from now on. */
    public void listen(Change.Listener listener) {
        listeners.add(listener);
    }

    /**
     * Adds a listener that hears before the write returns, on the writer's thread: it may only take note, so that who
     * reads after writing finds it noted.
     */
    public void listenAtOnce(Change.Listener listener) {
        first.add(listener);
    }

    /**
     * Runs {@code mutation} in one transaction and returns its result after it is on disk. What it throws undoes all of
     * it.
     *
     * @param actor who asks, see {@link Change#actor}
     */
    public <T extends @Nullable Object> T write(String actor, Mutation<T> mutation) {
        List<Change> recorded = new ArrayList<>();
        List<Runnable> after = new ArrayList<>();
        @Nullable String address = Origin.address(); // here: the mutation runs on the writer's thread
        @Nullable AtomicLong request = Origin.act();
        long act = request == null ? 0 : request.get();
        return db.write(sql -> mutation.run(new Tx(sql, actor, address, act, clock.instant(), recorded, after)), () -> {
            if (request != null && !recorded.isEmpty()) {
                request.compareAndSet(0, recorded.getFirst().act());
            }
            for (Change change : recorded) for (Change.Listener listener : first) tell(listener, change);
            after.forEach(Runnable::run);
            news.addAll(recorded);
        });
    }

    /** The thread that works here. */
    public Loop loop() {
        return loop;
    }

    private void tell(Change change) {
        for (Change.Listener listener : listeners) tell(listener, change);
    }

    private static void tell(Change.Listener listener, Change change) {
        try {
            listener.changed(change);
        } catch (Exception | Error e) { // the border of each listener: the others hear of it too
            LOG.error("change {} {}: a listener failed", change.id(), change.kind(), e);
        }
    }

    @Override
    public void close() {
        loop.close();
    }

    /** What changes, and says so. */
    @FunctionalInterface
    public interface Mutation<T extends @Nullable Object> {
        /** Changes state through {@code tx.sql()} and records each change through {@code tx.record}. */
        T run(Tx tx);
    }

    /** One open mutation. Not thread-safe; dies with the {@link Mutation} it was given to. */
    public static final class Tx {
        private final Handle sql;
        private final String actor;
        private final @Nullable String address;
        private final Instant now;
        private long act; // 0 = its first change is yet to come
        private final List<Change> recorded;
        private final List<Runnable> after;

        private Tx(
                Handle sql,
                String actor,
                @Nullable String address,
                long act,
                Instant now,
                List<Change> recorded,
                List<Runnable> after) {
            this.sql = sql;
            this.actor = actor;
            this.address = address;
            this.act = act;
            this.now = now;
            this.recorded = recorded;
            this.after = after;
        }

        public Handle sql() {
            return sql;
        }

        /** The time of this mutation, one for all its rows. */
        public Instant now() {
            return now;
        }

        /** Who mutates. */
        public String actor() {
            return actor;
        }

        /** Runs {@code note} once this is on disk, on the writer's thread: it may only take note. */
        public void afterCommit(Runnable note) {
            after.add(note);
        }

        /** Draws an id, see {@link Ids#next}. */
        public long nextId(String name) {
            return Ids.next(sql, name);
        }

        /**
         * Records one change. {@code before} and {@code after} are {@code @Json} records without secrets, null when the
         * thing was made or is gone.
         *
         * @param kind subject and verb, {@code deployment.updated}; the part before the dot names the kind of subject
         */
        public Change record(
                String kind,
                @Nullable Long projectId,
                long subjectId,
                @Nullable Object before,
                @Nullable Object after) {
            @Nullable Long deployment = deployment(subject(kind), subjectId, before, after);
            return record(kind, projectId, Long.toString(subjectId), deployment, before, after);
        }

        /** As {@link #record(String, Long, long, Object, Object)}, of a thing of the platform that has a name only. */
        public Change record(String kind, String subjectName, @Nullable Object before, @Nullable Object after) {
            return record(kind, null, subjectName, null, before, after);
        }

        private Change record(
                String kind,
                @Nullable Long projectId,
                String subjectId,
                @Nullable Long deploymentId,
                @Nullable Object before,
                @Nullable Object after) {
            long id = nextId("change");
            if (act == 0) act = id;
            var change = new Change(
                    id,
                    now,
                    actor,
                    address,
                    projectId,
                    kind,
                    subject(kind),
                    subjectId,
                    act,
                    deploymentId,
                    before == null ? null : Json.PEOPLE.text(before),
                    after == null ? null : Json.PEOPLE.text(after));
            ChangeStore.insert(sql, change);
            recorded.add(change);
            return change;
        }

        private static String subject(String kind) {
            return kind.substring(0, kind.indexOf('.'));
        }

        private static @Nullable Long deployment(
                String subject, long subjectId, @Nullable Object before, @Nullable Object after) {
            if (subject.equals("deployment")) return subjectId;
            if (after instanceof OfDeployment of) return of.deploymentId();
            return before instanceof OfDeployment of ? Long.valueOf(of.deploymentId()) : null;
        }
    }
}
