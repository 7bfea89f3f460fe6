package io.stardust.server.instance;

import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import java.time.InstantSource;
import java.util.List;

/** {@code /Api} and {@code /Api/All}: that the server is there, and its paths for machines. For everybody. */
final class ApiInfoRoutes {
    private final String version;
    private final InstantSource clock;

    ApiInfoRoutes(String version, InstantSource clock) {
        this.version = version;
        this.clock = clock;
    }

    /** Adds the paths. */
    void register(LinkApi link) {
        link.any("/Api", this::info).any("/Api/All", _ -> List.copyOf(link.operations()));
    }

    private Object info(LinkCall call) {
        return new ApiInfo(
                "Stardust",
                "Stardust server",
                version,
                call.address(),
                clock.millis(),
                call.query("state").map(state -> AppFields.bounded(state, 200)).orElse(null));
    }
}
