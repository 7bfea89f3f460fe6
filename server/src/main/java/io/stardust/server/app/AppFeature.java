package io.stardust.server.app;

import io.stardust.server.access.AccessFeature;
import io.stardust.server.feature.Base;
import io.stardust.server.feature.Steady;
import io.stardust.server.http.Faces;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Applications, which deployments belong to: their records, their keys, whether they may come in. */
public final class AppFeature {
    private final Apps apps;
    private final AppKeys keys;
    private final AppDoor door;
    private final Introductions introductions;

    /**
     * @param use knows what still belongs to an app
     * @param instances how many run of an app
     * @param logClasses for their logs; the first is that of apps that choose none
     */
    public AppFeature(
            Base base,
            AccessFeature access,
            Apps.UsageCheck use,
            LongUnaryOperator instances,
            List<String> logClasses) {
        this.apps = new Apps(
                base.db(),
                base.changes(),
                access.projects(),
                use,
                instances,
                new LogClassNames(logClasses),
                base.clock());
        this.keys = new AppKeys(base.db(), base.changes(), access.secrets(), base.clock(), base.random());
        this.door = new AppDoor(base.db(), base.clock());
        this.introductions = new Introductions(base.db(), base.changes(), keys, base.clock(), Steady.of(base.clock()));
        base.changes().listenAtOnce(door);
        AppKeys.keep(base.expiry());
    }

    /** Adds the routes. */
    public void routes(Faces faces) {
        new AppRoutes(apps, keys).register(faces.people());
    }

    /** The applications. */
    public Apps apps() {
        return apps;
    }

    /** Their keys. */
    public AppKeys keys() {
        return keys;
    }

    /** What counts at each of their calls. */
    public AppDoor door() {
        return door;
    }

    /** Those that come by themselves. */
    public Introductions introductions() {
        return introductions;
    }
}
