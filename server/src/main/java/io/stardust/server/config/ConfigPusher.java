package io.stardust.server.config;

import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.config.ConfigChange;
import io.stardust.protocol.config.ConfigHeld;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.change.Change;
import io.stardust.server.config.scope.Scopes;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.Instances;
import io.stardust.server.push.PushSessions;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells instances that their config is another: those of the app that has published, and those of the apps that inherit
 * from it. Our SDK gets what has changed; upstream's command makes others ask again. One that is not reached asks with
 * its next poll. What was published while others were being told is told together. Thread-safe.
 */
final class ConfigPusher implements Change.Listener, PushSessions.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigPusher.class);

    private final Delivery delivery;
    private final Askers askers;
    private final Scopes scopes;
    private final Instances instances;
    private final PushSessions sessions;
    private final InstantSource clock;
    private final BlockingQueue<Long> published = new LinkedBlockingQueue<>(); // ids of apps; 0: any
    private final AtomicLong lastId = new AtomicLong();
    private final Loop loop = Loop.of("config-push", published::take, this::tell);

    ConfigPusher(
            Delivery delivery,
            Askers askers,
            Scopes scopes,
            Instances instances,
            PushSessions sessions,
            InstantSource clock) {
        this.scopes = scopes;
        this.delivery = delivery;
        this.askers = askers;
        this.instances = instances;
        this.sessions = sessions;
        this.clock = clock;
    }

    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    @Override
    public void changed(Change change) {
        switch (change.kind()) {
            case "config.published", "config.gray", "config.grayWithdrawn" ->
                published.add(Long.parseLong(change.subjectId()));
            case "config.updated", "configRule.created", "configRule.updated", "configRule.deleted" ->
                published.add(0L); // anybody may get something else
            default -> {}
        }
    }

    private void tell(long first) {
        Set<Long> sources = new HashSet<>(Set.of(first));
        published.drainTo(sources);
        Set<Long> apps = new HashSet<>(sources);
        for (long source : sources) apps.addAll(source == 0 ? delivery.readers() : delivery.readersOf(source));
        @Nullable CommandModel command = null;
        var frames = new ChangeFrames();
        for (long app : apps) {
            for (Instance instance : instances.ofApp(app)) {
                if (instance.sdk()) {
                    push(instance, frames);
                    continue;
                }
                if (command == null) command = command();
                sessions.send(instance.key(), command);
            }
        }
    }

    private void push(Instance instance, ChangeFrames frames) {
        Askers.@Nullable Asked asked = askers.of(instance);
        Delivery.@Nullable Kept now = asked == null ? null : delivery.of(instance, asked.scope());
        @Nullable String ruled = scopes.ruled(instance);
        boolean moved = asked != null && ruled != null && !ruled.equals(asked.scope());
        if (asked == null || now == null || moved) {
            sessions.offer(instance.key(), ChangeFrames.READ); // its first question may be on its way
        } else if (asked.held() != now) {
            askers.sent(instance, asked, now); // before: its answer comes on another thread
            sessions.offer(instance.key(), frames.of(asked.held(), now, asked.scope()));
        }
    }

    @Override
    public void text(String key, String text) {
        if (!text.startsWith(ConfigChange.PREFIX)) return;
        try {
            ConfigHeld held = Json.WIRE.read(text.substring(ConfigChange.PREFIX.length()), ConfigHeld.class);
            askers.acknowledged(key, held.version());
        } catch (Json.BadJson e) {
            LOG.debug("{}: says in no readable way which config it has: {}", key, e.getMessage());
        }
    }

    @Override
    public void opened(String key) {}

    @Override
    public void lost(String key) {}

    private CommandModel command() {
        long now = clock.millis();
        // far above those of orders, which count from 1; a client takes each id once
        long id = lastId.updateAndGet(last -> Math.max(last + 1, now * 1_000));
        return new CommandModel(id, "config/publish", "", "", "", null, 0);
    }

    @Override
    public void close() {
        loop.close();
    }
}
