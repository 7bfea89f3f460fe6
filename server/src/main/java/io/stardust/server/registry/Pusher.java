package io.stardust.server.registry;

import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.push.PushSessions;
import io.stardust.server.push.PushThreads;
import io.stardust.server.registry.Consumers.Consumer;
import io.stardust.server.registry.ServiceBook.Delta;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells consumers what changes: subscribers at once, what follows within {@link #JOINED} as one frame, encoded once for
 * all of them; old clients that asked, once a second at most, by a command that makes them ask again. What is told at
 * once is told by a virtual thread, which costs no change between threads of the system; what waits is told by one that
 * waits for all. Nothing here waits for a network.
 */
final class Pusher implements AutoCloseable {
    /**
     * How far the pushing of a service is. Who pushes holds the lock of this. Times are those of
     * {@code System.nanoTime}.
     */
    static final class State {
        /** A push is waiting. */
        final AtomicBoolean queued = new AtomicBoolean();
        /** When the last one was; read without the lock. */
        volatile long at;
        /** True once there was one. */
        volatile boolean began;
        /** When old clients were told. */
        long toldAt;
        /** True once they were. */
        boolean told;
        /** They have something to hear. */
        boolean owed;
    }

    /** Changes of a service within so many ns travel together. */
    static final long JOINED = 5_000_000;

    private static final long OLD_CLIENTS = 1_000_000_000; // ns

    private final PushSessions sessions;
    private final Grants grants;
    private final InstantSource clock;
    private final DelayQueue<Due> queue = new DelayQueue<>();
    private final Loop loop = Loop.of("registry-push", queue::take, due -> push(due.book()));
    private final AtomicLong lastId = new AtomicLong();

    Pusher(PushSessions sessions, Grants grants, InstantSource clock) {
        this.sessions = sessions;
        this.grants = grants;
        this.clock = clock;
    }

    /** A service whose time to be pushed comes at {@code at}, {@code System.nanoTime}. */
    private record Due(ServiceBook book, long at) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(at - ((Due) other).at, 0);
        }
    }

    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    /** Something of {@code book} has changed. Any thread. */
    void changed(ServiceBook book) {
        if (!book.push.queued.compareAndSet(false, true)) return;
        long now = System.nanoTime();
        if (book.push.began && book.push.at + JOINED - now > 0) queue.add(new Due(book, book.push.at + JOINED));
        else PushThreads.start("push of " + book.name, () -> push(book)); // if it fails, subscribers see the gap
    }

    private void push(ServiceBook book) {
        State state = book.push;
        synchronized (state) {
            state.queued.set(false);
            push(book, state);
        }
    }

    private void push(ServiceBook book, State state) {
        @Nullable Delta delta = book.takeDelta();
        long now = System.nanoTime();
        if (delta != null) {
            state.at = now;
            state.began = true;
            state.owed = true;
            tellSubscribers(book, delta);
        }
        if (!state.owed) return;
        if (state.told && now - state.toldAt < OLD_CLIENTS) {
            if (state.queued.compareAndSet(false, true)) queue.add(new Due(book, state.toldAt + OLD_CLIENTS));
            return;
        }
        state.owed = false;
        if (tellOldClients(book, delta)) {
            state.told = true;
            state.toldAt = now;
        }
    }

    private void tellSubscribers(ServiceBook book, Delta delta) {
        @Nullable String frame = null; // the one of all who may call everybody
        long project = project(book);
        List<Long> apps = delta.set().values().stream()
                .map(provider -> provider.said.appId())
                .distinct()
                .toList();
        for (Map.Entry<String, Consumer> entry : book.consumers.entries()) {
            Consumer consumer = entry.getValue();
            if (!consumer.listens) continue;
            boolean open = true;
            for (long app : apps) open &= grants.mayCall(consumer.who, project, app);
            if (open && frame == null) frame = frame(delta, delta.set());
            String text = open && frame != null ? frame : frame(delta, open(delta, consumer, project));
            if (sessions.offer(entry.getKey(), text)) consumer.version = delta.version();
        }
    }

    private Map<Long, Provider> open(Delta delta, Consumer consumer, long project) {
        Map<Long, Provider> open = new java.util.LinkedHashMap<>(delta.set());
        open.values().removeIf(provider -> !grants.mayCall(consumer.who, project, provider.said.appId()));
        return open;
    }

    private static long project(ServiceBook book) {
        @Nullable ServiceDefinition definition = book.definition();
        return definition == null ? 0 : definition.projectId();
    }

    /** One that does not fit into a frame says that all is to be read again: it leads on from no older version. */
    private static String frame(Delta delta, Map<Long, Provider> set) {
        byte[] frame = WireText.delta(delta.service(), delta.from(), delta.version(), set.values(), delta.gone());
        if (frame.length > PushSessions.MAX_FRAME) frame = again(delta.service(), delta.version());
        return new String(frame, StandardCharsets.UTF_8);
    }

    private static byte[] again(String service, long version) {
        return WireText.delta(service, version, version, List.of(), List.of());
    }

    /** Makes the subscribers of {@code book} read all again: what they may call has changed. */
    void again(ServiceBook book) {
        // they may have this version already, and would leave what leads no further
        long version = book.skip();
        String frame = new String(again(book.name, version), StandardCharsets.UTF_8);
        for (Map.Entry<String, Consumer> entry : book.consumers.entries()) {
            if (entry.getValue().listens) sessions.offer(entry.getKey(), frame);
        }
    }

    private boolean tellOldClients(ServiceBook book, @Nullable Delta delta) {
        @Nullable CommandModel command = null;
        for (Map.Entry<String, Consumer> entry : book.consumers.entries()) {
            if (entry.getValue().listens || entry.getValue().who.sdk()) continue;
            if (command == null) command = command(book, delta);
            sessions.send(entry.getKey(), command);
        }
        return command != null;
    }

    private CommandModel command(ServiceBook book, @Nullable Delta delta) {
        boolean gone = delta != null && delta.set().isEmpty();
        @Nullable String address = delta == null ? null : delta.address();
        long now = clock.millis();
        // far above those of orders, which count from 1; a client takes each id once
        long id = lastId.updateAndGet(last -> Math.max(last + 1, now * 1_000));
        return new CommandModel(
                id,
                gone ? "registry/unregister" : "registry/register",
                Json.WIRE.text(new Told(null, book.name, address)),
                "",
                "", // clients compiled before 2025 would read UTC as the wall clock, and leave it as over
                null,
                0);
    }

    /** The argument of the commands for old clients. */
    @io.avaje.jsonb.Json
    record Told(
            @io.avaje.jsonb.Json.Property("AppName") @Nullable
            String appName,

            @io.avaje.jsonb.Json.Property("ServiceName") String serviceName,

            @io.avaje.jsonb.Json.Property("Address") @Nullable
            String address) {}

    @Override
    public void close() {
        loop.close();
    }
}
