package io.stardust.server.logs;

import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import io.stardust.server.instance.InstanceFeature;
import io.stardust.server.node.NodeFeature;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** What apps log: how it comes in, how long it is kept, how it is found. */
public final class LogsFeature {
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Base base;
    private final LogCentre centre;
    private final BooleanSupplier open;
    private final LogAsk ask;
    private final Turns turns = new Turns();
    private final LogStreamRoutes streams;

    /**
     * Knobs of the logs.
     *
     * @param classes how long they are kept, as it was set at the start
     * @param hourBytes what one app may send within an hour, as it is set now
     * @param open whether old clients need show nothing, as it is set now
     */
    public record Settings(LogClasses classes, LongSupplier hourBytes, BooleanSupplier open) {}

    /** @param ping after so long without a record a live stream is sent a sign of life */
    public LogsFeature(Base base, Settings settings, Duration ping) {
        this.base = base;
        this.open = settings.open();
        AppClasses classes = new AppClasses(base.db(), settings.classes());
        base.changes().listenAtOnce(classes);
        base.lifecycle().starts("classes of logs", classes::start);
        this.centre = new LogCentre(
                base.data().resolve("telemetry"),
                new LogCentre.Settings(settings.classes().keeps(), classes::of, settings.hourBytes(), AGAIN),
                base.clock(),
                base.random());
        this.ask = new LogAsk(base.db(), base.clock());
        this.streams = new LogStreamRoutes(centre, ask, turns, ping);
        base.lifecycle().add("logs", centre::start, centre);
        base.lifecycle().watch(centre::loop);
    }

    /** Adds the routes. */
    public void routes(Faces faces, NodeFeature nodes, InstanceFeature instances) {
        new OutputLinkRoutes(nodes.auth(), base.db(), centre, base.clock()).register(faces.machines());
        new LogLinkRoutes(instances.auth(), instances.instances(), base.db(), centre, open, base.clock())
                .register(faces.machines());
        new OtlpRoutes(instances.auth(), instances.keyedCalls(), centre).register(faces.plain());
        new LogRoutes(centre, ask, turns).register(faces.people());
        streams.register(faces.people());
    }

    /** How they fare, apart from all else. */
    public LogsState state() {
        return centre.state();
    }

    /** Ends what would keep the web server waiting. */
    public void endStreams() {
        streams.close();
    }
}
