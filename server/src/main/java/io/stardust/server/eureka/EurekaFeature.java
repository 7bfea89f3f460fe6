package io.stardust.server.eureka;

import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import io.stardust.server.instance.KeyedCalls;
import io.stardust.server.registry.ServiceDoor;
import java.util.function.BooleanSupplier;

/** A door for apps that still speak to Netflix Eureka. */
public final class EurekaFeature {
    private final Base base;
    private final EurekaDoor door;
    private final KeyedCalls calls;
    private final BooleanSupplier enabled;

    /** @param enabled as it is set now; asked at each request */
    public EurekaFeature(Base base, KeyedCalls calls, ServiceDoor services, BooleanSupplier enabled) {
        this.base = base;
        this.calls = calls;
        this.door = new EurekaDoor(calls, services, base.clock(), base.elapsed());
        this.enabled = enabled;
    }

    /** Adds the routes. */
    public void routes(Faces faces) {
        new EurekaRoutes(door, calls, enabled, base.clock()).register(faces.plain());
    }

    /** Grants have changed. */
    public void regranted() {
        door.regranted();
    }
}
