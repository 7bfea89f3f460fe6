package io.stardust.server.registry;

import io.stardust.protocol.Json;
import io.stardust.protocol.registry.ServiceModel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * One provider as it stands. Immutable but for its tenure; its JSON is made once, when somebody asks.
 *
 * @see #with
 */
final class Provider {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    final Registration said;
    final Steering steering;
    final boolean healthy;
    final Tenure tenure;
    final ServiceModel model;
    private volatile byte @Nullable [] json;

    Provider(Registration said, Steering steering, boolean healthy, Tenure tenure, @Nullable String displayName) {
        this.said = said;
        this.steering = steering;
        this.healthy = healthy;
        this.tenure = tenure;
        this.model = model(said, steering, displayName);
    }

    /** The same, otherwise steered or of other health. */
    Provider with(Steering other, boolean isHealthy, @Nullable String displayName) {
        return new Provider(said, other, isHealthy, tenure, displayName);
    }

    private static ServiceModel model(Registration said, Steering steering, @Nullable String displayName) {
        String created = time(said.createdAt());
        int weight = steering.weight() == null ? said.weight() : steering.weight();
        return new ServiceModel(
                said.service(),
                displayName,
                said.client(),
                said.version(),
                said.address(),
                said.external(),
                said.scope(),
                said.tag(),
                steering.draining() ? 0 : weight,
                created,
                said.updatedAt() == said.createdAt() ? created : time(said.updatedAt()),
                said.id(),
                said.app(),
                said.zone(),
                said.node(),
                said.metadata().isEmpty() ? null : said.metadata());
    }

    private static String time(long at) {
        return TIME.format(Instant.ofEpochMilli(at));
    }

    /** {@link #model} as it goes over the wire. Do not write into it. */
    byte[] json() {
        byte[] made = json;
        if (made == null) json = made = Json.WIRE.bytes(model);
        return made;
    }
}
