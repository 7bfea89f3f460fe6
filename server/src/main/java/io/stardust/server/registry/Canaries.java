package io.stardust.server.registry;

import io.stardust.protocol.loop.Loop;
import io.stardust.server.registry.Provider.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the first batch of a rollout its part of the calls of a service, by weight, whatever else of the service comes
 * or goes. Which rollouts that are is told from above, again after a start of the server. Thread-safe.
 */
public final class Canaries implements AutoCloseable {
    private static final Duration ROUND = Duration.ofMillis(500);
    private static final int WHOLE = 100; // percent
    private static final int MOST = 1_000_000; // weight

    private final Registry registry;
    private final Books books;
    private final Set<ServiceBook> weighed = new HashSet<>(); // with weights from here; guarded by this
    private volatile List<Group> all = List.of();
    private volatile Map<Registration.Key, Group> groups = Map.of();
    private final Loop loop = Loop.every("registry-canaries", ROUND, this::round);

    /**
     * The processes of a first batch.
     *
     * @param id of the rollout
     * @param percent of the calls of each service that they get together, 1..99
     */
    public record Group(long id, int percent, List<Member> members) {
        public Group {
            members = List.copyOf(members);
        }
    }

    /**
     * A placement.
     *
     * @param client what its agent calls its process, {@code name@node}
     * @param overlapPort of one that stands beside it for a while; 0: none ever does
     */
    public record Member(long placementId, long appId, String app, String client, int overlapPort) {
        private List<String> clients() {
            return overlapPort == 0 ? List.of(client) : List.of(client, PlacedApps.second(client, overlapPort));
        }
    }

    /** What the processes of {@code member} offer, by themselves or by their agent. */
    List<Tenure> offered(Member member) {
        List<Tenure> offered = new ArrayList<>(registry.owned().of(Owned.placement(member.placementId)));
        for (String client : member.clients()) offered.addAll(registry.owned().of(member.app + "@" + client));
        return offered;
    }

    /** One that takes calls. */
    record Taker(Registration.Key key, int weight) {}

    Canaries(Registry registry, Books books) {
        this.registry = registry;
        this.books = books;
    }

    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    /** These are under way, no others; whoever else had a weight from here has its own again. */
    public void set(List<Group> underWay) {
        if (underWay.equals(all)) return;
        Map<Registration.Key, Group> next = new HashMap<>();
        for (Group group : underWay) {
            for (Member member : group.members) {
                for (String client : member.clients()) next.put(new Registration.Key(member.appId, client), group);
            }
        }
        groups = next;
        all = List.copyOf(underWay);
        round();
    }

    /** What somebody weighs who registers now; {@link Standing#NO_CANARY}: what it says itself. */
    int first(Registration wanted) {
        Map<Registration.Key, Group> now = groups;
        if (!now.containsKey(wanted.key())) return Standing.NO_CANARY;
        @Nullable ServiceBook book = books.known(wanted.service());
        if (book == null) return Standing.NO_CANARY;
        List<Taker> takers = new ArrayList<>(takers(book));
        takers.removeIf(taker -> taker.key.equals(wanted.key()));
        @Nullable Provider before = book.find(wanted.key());
        takers.add(new Taker(wanted.key(), before == null ? wanted.weight() : before.meant()));
        return weights(takers, now).getOrDefault(wanted.key(), Standing.NO_CANARY);
    }

    /** Weighs anew; who else is there may have changed. */
    synchronized void round() {
        Set<ServiceBook> touched = new HashSet<>(weighed);
        for (Group group : all) {
            for (Member member : group.members) {
                for (Tenure one : offered(member)) touched.add(one.book);
            }
        }
        weighed.clear();
        for (ServiceBook book : touched) if (weigh(book)) weighed.add(book);
    }

    /** True when somebody has a weight from here. */
    private boolean weigh(ServiceBook book) {
        Map<Registration.Key, Integer> weights = weights(takers(book), groups);
        for (Provider provider : book.all()) {
            int weight = weights.getOrDefault(provider.said.key(), Standing.NO_CANARY);
            registry.stands(book, provider.said.id(), standing -> standing.canary(weight));
        }
        return !weights.isEmpty();
    }

    private static List<Taker> takers(ServiceBook book) {
        return book.all().stream()
                .filter(each -> book.shows(each) && !each.standing.leaving() && !each.steering.draining())
                .map(each -> new Taker(each.said.key(), each.ramped()))
                .filter(each -> each.weight > 0)
                .toList();
    }

    /**
     * The weights of those in {@code groups} by which each group gets its percentage of all calls, as near as whole
     * numbers come; at least 1 each. Empty when there is nobody else.
     */
    static Map<Registration.Key, Integer> weights(List<Taker> takers, Map<Registration.Key, Group> groups) {
        Map<Group, List<Registration.Key>> first = new HashMap<>();
        long others = 0;
        for (Taker taker : takers) {
            @Nullable Group group = groups.get(taker.key);
            if (group == null) others += taker.weight;
            else first.computeIfAbsent(group, _ -> new ArrayList<>()).add(taker.key);
        }
        if (others == 0) return Map.of();
        int sum = first.keySet().stream().mapToInt(Group::percent).sum();
        long left = Math.max(1, WHOLE - sum); // percent of the calls that the others keep
        Map<Registration.Key, Integer> weights = new HashMap<>();
        long all = others;
        first.forEach((group, keys) -> {
            long together = Math.max(keys.size(), (all * group.percent + left / 2) / left);
            for (int i = 0; i < keys.size(); i++) { // what does not divide goes to the first
                long weight = together / keys.size() + (i < together % keys.size() ? 1 : 0);
                weights.put(keys.get(i), (int) Math.min(MOST, weight));
            }
        });
        return weights;
    }

    @Override
    public void close() {
        loop.close();
    }
}
