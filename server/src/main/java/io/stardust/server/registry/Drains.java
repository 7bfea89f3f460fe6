package io.stardust.server.registry;

import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.registry.BusyFrame;
import io.stardust.protocol.registry.DrainState;
import io.stardust.server.instance.Instance;
import io.stardust.server.push.PushSessions;
import io.stardust.server.registry.Consumers.Consumer;
import io.stardust.server.registry.Pollers.Poller;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads the calls away from processes that are about to be stopped, and knows who has not heard of it. In memory only:
 * a started server puts them down again when their agents ask. Each ends by itself: when nobody asks any more for as
 * long as was said last, or when what the process offered is gone. Thread-safe.
 */
final class Drains implements AutoCloseable {
    /** Ms for which an agent may want nobody led to a process without asking again. */
    static final long LONGEST_HOLD = 600_000;

    private static final Logger LOG = LoggerFactory.getLogger(Drains.class);
    private static final Duration ROUND = Duration.ofMillis(500);
    private static final int NAMES = 20;
    /** How long one that asks now and then is given at most; ms. */
    private static final long POLLER_MOST = 120_000;
    /** Taken for the period of one that has asked once; ms. */
    private static final long UNKNOWN_PERIOD = 15_000;

    private final Registry registry;
    private final PushSessions sessions;
    private final Grants grants;
    private final Supplier<Duration> timeout;
    private final LongSupplier elapsed;
    private final Map<Key, Drain> drains = new HashMap<>(); // guarded by this
    private final Loop loop = Loop.every("registry-drains", ROUND, this::round);

    /** One start of a placement, as the agent of a node names it. */
    record Key(long nodeId, long placementId, String run) {}

    /**
     * What is asked for.
     *
     * @param hold ms for which nobody is led there if nobody asks again
     * @param most how long a stop may wait for it; zero: nobody is led away; null: as the settings say
     */
    record Wish(long hold, @Nullable Duration most) {}

    /**
     * @param timeout how long a stop may wait for it; zero: nobody is led away
     * @param elapsed ms by a clock that no step moves
     */
    Drains(Registry registry, PushSessions sessions, Grants grants, Supplier<Duration> timeout, LongSupplier elapsed) {
        this.registry = registry;
        this.sessions = sessions;
        this.grants = grants;
        this.timeout = timeout;
        this.elapsed = elapsed;
    }

    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    /**
     * Begins or goes on to lead the calls away, and says how far that is.
     *
     * @param of what the process offers now
     * @param next what the one offers that takes its place; null: none runs yet
     */
    synchronized DrainState ask(Key key, Wish wish, Collection<Tenure> of, @Nullable Collection<Tenure> next) {
        long most = (wish.most == null ? timeout.get() : wish.most).toMillis();
        if (most == 0 || of.isEmpty()) {
            end(key);
            return DrainState.NOTHING;
        }
        // who is led away from a process has to know its successor; one that comes later would be known too late
        if (next != null && !drains.containsKey(key)) {
            Set<String> missing = missing(of, next);
            if (!missing.isEmpty()) {
                return new DrainState(of.size(), missing.size(), List.copyOf(missing), DrainState.UNKNOWN, most);
            }
        }
        long now = elapsed.getAsLong();
        @Nullable Drain known = drains.get(key);
        Drain drain = known == null ? begin(key, of, now, most) : known;
        drain.hold(now + wish.hold);
        for (Tenure tenure : of) drain.told(tenure, leaving(tenure.book, tenure.id, true));
        for (Tenure tenure : of) sessions.offer(tenure.owner, BusyFrame.QUESTION); // a placement has no channel
        TreeSet<String> waiting = new TreeSet<>();
        for (Part part : drain.parts()) addWaiting(waiting, key, drain, part, now);
        return state(drain, of.size(), waiting, now);
    }

    private static Set<String> missing(Collection<Tenure> of, Collection<Tenure> next) {
        TreeSet<String> missing = new TreeSet<>();
        for (Tenure tenure : of) {
            if (next.stream().noneMatch(each -> each.book == tenure.book)) missing.add(tenure.book.name);
        }
        return missing;
    }

    private Drain begin(Key key, Collection<Tenure> of, long now, long most) {
        long longest = most;
        for (Tenure tenure : of) {
            for (Map.Entry<String, Consumer> entry : tenure.book.consumers.entries()) {
                Consumer consumer = entry.getValue();
                if (!consumer.listens && consumer.period > 0) {
                    longest = Math.max(longest, Math.min(patience(consumer), POLLER_MOST));
                }
            }
            for (Poller poller : pollers(key, tenure.book.find(tenure.id))) {
                longest = Math.max(longest, Math.min(poller.patience(), POLLER_MOST));
            }
        }
        Drain begun = new Drain(now, now + longest);
        drains.put(key, begun);
        LOG.info("placement {}: its process is about to be stopped, calls are led elsewhere", key.placementId);
        return begun;
    }

    /** The consumers of {@code book} that have yet to acknowledge that a provider leaves. */
    synchronized Set<String> waitedFor(ServiceBook book) {
        long now = elapsed.getAsLong();
        Set<String> waiting = new HashSet<>();
        drains.forEach((key, drain) -> {
            for (Part part : drain.parts()) {
                if (part.book() == book) addWaiting(waiting, key, drain, part, now);
            }
        });
        return waiting;
    }

    /** How far one provider is led away from; null: nobody is about to stop it. */
    synchronized @Nullable DrainState state(ServiceBook book, long id) {
        long now = elapsed.getAsLong();
        for (Map.Entry<Key, Drain> entry : drains.entrySet()) {
            for (Part part : entry.getValue().parts()) {
                if (part.book != book || part.id != id) continue;
                TreeSet<String> waiting = new TreeSet<>();
                addWaiting(waiting, entry.getKey(), entry.getValue(), part, now);
                return state(entry.getValue(), 1, waiting, now);
            }
        }
        return null;
    }

    private static DrainState state(Drain drain, int providers, Set<String> waiting, long now) {
        @Nullable Integer calls = drain.calls(now);
        return new DrainState(
                providers,
                waiting.size(),
                waiting.stream().limit(NAMES).toList(),
                calls == null ? DrainState.UNKNOWN : calls,
                Math.max(0, drain.limit - now));
    }

    private void addWaiting(Set<String> waiting, Key key, Drain drain, Part part, long now) {
        @Nullable Provider provider = part.book().find(part.id());
        if (provider == null || part.told() == 0) return;
        for (Map.Entry<String, Consumer> entry : part.book().consumers.entries()) {
            Consumer consumer = entry.getValue();
            boolean passed = !consumer.listens && now - drain.began >= patience(consumer);
            boolean knows = passed || consumer.acknowledged >= part.told();
            if (!isItself(key, consumer.who) && !knows && mayCall(consumer.who, provider)) waiting.add(entry.getKey());
        }
        for (Poller poller : pollers(key, provider)) {
            if (now - drain.began < poller.patience()) waiting.add(poller.who().key());
        }
    }

    private List<Poller> pollers(Key key, @Nullable Provider leaves) {
        return registry.pollers().all().stream()
                .filter(each -> leaves != null && !isItself(key, each.who()) && mayCall(each.who(), leaves))
                .toList();
    }

    private static boolean isItself(Key key, Instance consumer) {
        return key.run.equals(consumer.run());
    }

    /** How long one that asks now and then may go on with what it was told. */
    private static long patience(Consumer consumer) {
        return Pollers.patience(consumer.period > 0 ? consumer.period : UNKNOWN_PERIOD);
    }

    private boolean mayCall(Instance consumer, Provider provider) {
        return grants.mayCall(consumer, provider.said.projectId(), provider.said.appId());
    }

    /** An instance says how many calls it serves. */
    synchronized void busy(String owner, int calls) {
        long now = elapsed.getAsLong();
        for (Drain drain : drains.values()) if (drain.isOf(owner)) drain.busy(owner, calls, now);
    }

    /** Ends those for which nobody asks any more. */
    synchronized void round() {
        long now = elapsed.getAsLong();
        for (Map.Entry<Key, Drain> entry : List.copyOf(drains.entrySet())) {
            boolean gone = entry.getValue().parts().stream().noneMatch(Drains::leaves);
            if (gone || entry.getValue().isOver(now)) end(entry.getKey());
        }
    }

    private static boolean leaves(Part part) {
        @Nullable Provider provider = part.book().find(part.id());
        return provider != null && provider.standing.leaving();
    }

    private void end(Key key) { // under the lock
        @Nullable Drain over = drains.remove(key);
        if (over == null) return;
        boolean back = false;
        for (Part part : over.parts()) {
            back |= leaves(part);
            leaving(part.book(), part.id(), false);
        }
        if (back) LOG.info("placement {}: its process was not stopped, it is called again", key.placementId);
    }

    private long leaving(ServiceBook book, long id, boolean leaves) {
        return registry.stands(book, id, standing -> standing.leaving(leaves));
    }

    /** How many there are. */
    synchronized int size() {
        return drains.size();
    }

    @Override
    public void close() {
        loop.close();
    }

    /** One provider that leaves, and the version by which consumers were told; 0: nobody needs to be. */
    private record Part(ServiceBook book, long id, String owner, long told) {}

    /** What a process said about the calls under way, and when. */
    private record Busy(int calls, long at) {}

    /** How far one run is led away from. Times are elapsed ms. Under the lock. */
    private static final class Drain {
        /** An answer about calls under way that is older says nothing, ms. */
        private static final long FRESH = 2_000;

        final long began;
        /** Nobody waits longer. */
        final long limit;

        private final Map<Long, Part> parts = new HashMap<>();
        private final Map<String, Busy> busy = new HashMap<>();
        private long held;

        Drain(long began, long limit) {
            this.began = began;
            this.limit = limit;
        }

        /** Leads nobody there until then, whatever else is heard. */
        void hold(long until) {
            held = until;
        }

        boolean isOver(long now) {
            return now >= held;
        }

        /** Consumers were told at {@code told} that a provider leaves; 0: they know, or need not. */
        void told(Tenure tenure, long told) {
            @Nullable Part before = parts.get(tenure.id);
            if (told > 0 || before == null) {
                parts.put(tenure.id, new Part(tenure.book, tenure.id, tenure.owner, told));
            }
        }

        Collection<Part> parts() {
            return parts.values();
        }

        boolean isOf(String owner) {
            return parts.values().stream().anyMatch(part -> part.owner.equals(owner));
        }

        void busy(String owner, int calls, long now) {
            busy.put(owner, new Busy(calls, now));
        }

        /** How many calls are under way; null when nobody has said so of late. */
        @Nullable
        Integer calls(long now) {
            @Nullable Integer sum = null;
            for (Busy each : busy.values()) {
                if (now - each.at <= FRESH) sum = (sum == null ? 0 : sum) + each.calls;
            }
            return sum;
        }
    }
}
