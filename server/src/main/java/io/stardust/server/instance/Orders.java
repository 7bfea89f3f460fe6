package io.stardust.server.instance;

import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.command.CommandStatus;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.Check;
import io.stardust.server.push.PushSessions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Commands to instances; in memory, since an instance is, too. Thread-safe. One is pushed at once if the instance's
 * channel is open and repeated in its heartbeats until it is answered, has expired, was handed over {@link #TIMES}
 * times, or the instance has left. Clients ignore an id that they saw within the hour.
 */
final class Orders implements InstanceListener, AutoCloseable {
    /** How long one is good that names no end, and at most. */
    static final Duration USUAL = Duration.ofMinutes(10);

    static final Duration LONGEST = Duration.ofMinutes(50);

    private static final int PER_INSTANCE = 100;
    private static final int IN_ALL = 20_000;
    private static final int TIMES = 10;
    private static final int RESULT_CHARS = 32_000;

    private final PushSessions sessions;
    private final LongSupplier ids;
    private final InstantSource clock;
    private final Map<String, Map<Long, Order>> open = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    private final Loop loop = Loop.every("instance-commands", Duration.ofSeconds(5), this::sweep);

    /** @param ids draws one that no other command has */
    Orders(PushSessions sessions, LongSupplier ids, InstantSource clock) {
        this.sessions = sessions;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Sends one command to each of {@code to}, all or none.
     *
     * @param expire null: {@link #USUAL}
     * @throws Conflict if too many are unanswered
     */
    List<Order> send(List<Instance> to, String command, @Nullable String argument, @Nullable Duration expire) {
        for (Instance one : to) {
            if (open.getOrDefault(one.key(), Map.of()).size() >= PER_INSTANCE) {
                throw new Conflict("instance %s has %d unanswered commands".formatted(one.key(), PER_INSTANCE));
            }
        }
        List<Long> drawn = to.stream().map(_ -> ids.getAsLong()).toList();
        if (count.addAndGet(to.size()) > IN_ALL) {
            count.addAndGet(-to.size());
            throw new Conflict("%d commands to instances are unanswered; wait for some".formatted(IN_ALL));
        }
        Instant end = clock.instant().plus(expire == null ? USUAL : expire);
        List<Order> made = new ArrayList<>();
        for (int i = 0; i < to.size(); i++) {
            Instance one = to.get(i);
            var order = new Order(drawn.get(i), one, command, argument, end);
            open.computeIfAbsent(one.key(), _ -> new ConcurrentHashMap<>()).put(order.id(), order);
            made.add(order);
            if (sessions.send(one.key(), order.model())) order.handOver();
        }
        return made;
    }

    /** What is to be repeated in a heartbeat, the oldest first. */
    List<CommandModel> deliver(Instance to) {
        Instant now = clock.instant();
        List<CommandModel> due = new ArrayList<>();
        for (Order order : ofInstance(to.key())) {
            if (order.expired(now)) over(order, "expired");
            else if (order.handOver() > TIMES) over(order, "given up: handed over %d times".formatted(TIMES));
            else due.add(order.model());
        }
        return due;
    }

    private List<Order> ofInstance(String key) {
        return open.getOrDefault(key, Map.of()).values().stream()
                .sorted(Comparator.comparingLong(Order::id))
                .toList();
    }

    private void over(Order order, String why) {
        order.cancel(why);
        remove(order);
    }

    private void remove(Order order) {
        open.computeIfPresent(order.to().key(), (_, of) -> {
            if (of.remove(order.id()) != null) count.decrementAndGet();
            return of.isEmpty() ? null : of;
        });
    }

    /** Takes an answer; false when this instance was given no such command, or its answer is here already. */
    boolean reply(Instance from, CommandReplyModel reply) {
        @Nullable Order order = open.getOrDefault(from.key(), Map.of()).get(reply.id());
        if (order == null) return false;
        if (reply.status() < CommandStatus.DONE) return true; // it has it, and will say more
        @Nullable String data = reply.data();
        order.end()
                .complete(new CommandReplyModel(
                        reply.id(), reply.status(), data == null ? null : Check.shortened(data, RESULT_CHARS)));
        remove(order);
        return true;
    }

    /** True when another instance was given this command. */
    boolean isOfAnother(Instance from, long id) {
        return open.entrySet().stream()
                .anyMatch(of -> !of.getKey().equals(from.key()) && of.getValue().containsKey(id));
    }

    /** Waits until all of them are over; no longer than {@code limit}. */
    static void awaitAll(List<Order> orders, Duration limit) {
        CompletableFuture<?>[] ends = orders.stream().map(Order::end).toArray(CompletableFuture<?>[]::new);
        await(CompletableFuture.allOf(ends), limit);
    }

    /** Waits for the first answer with something in it, or for all of them; no longer than {@code limit}. */
    static Optional<CommandReplyModel> awaitFirst(List<Order> orders, Duration limit) {
        var first = new CompletableFuture<CommandReplyModel>();
        CompletableFuture<?>[] told = orders.stream()
                .map(order -> order.end().thenAccept(reply -> {
                    if (reply.data() != null) first.complete(reply);
                }))
                .toArray(CompletableFuture<?>[]::new);
        await(CompletableFuture.anyOf(first, CompletableFuture.allOf(told)), limit);
        @Nullable CommandReplyModel said = first.getNow(null);
        if (said != null) return Optional.of(said);
        return orders.stream()
                .map(order -> order.end().getNow(null))
                .filter(reply -> reply != null)
                .findFirst();
    }

    private static void await(CompletableFuture<?> end, Duration limit) {
        if (limit.isZero()) return;
        try {
            end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // then without
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is only ever completed", e);
        }
    }

    /** Begins to end what has expired. */
    void start() {
        loop.start();
    }

    /** The thread that works here. */
    Loop loop() {
        return loop;
    }

    private void sweep() {
        if (open.isEmpty()) return;
        Instant now = clock.instant();
        open.values().stream()
                .flatMap(of -> of.values().stream())
                .filter(order -> order.expired(now))
                .toList()
                .forEach(order -> over(order, "expired"));
    }

    @Override
    public void left(Instance instance, Departure why) {
        ofInstance(instance.key()).forEach(order -> over(order, "the instance has left"));
    }

    @Override
    public void came(Instance instance) {}

    @Override
    public void alive(Instance instance) {}

    @Override
    public void linked(Instance instance) {}

    @Override
    public void unlinked(Instance instance) {}

    @Override
    public void close() {
        loop.close();
    }
}
