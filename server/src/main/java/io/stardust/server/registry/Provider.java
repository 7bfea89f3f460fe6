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
    final boolean leaving;
    final int share;
    final Tenure tenure;
    final ServiceModel model;
    private volatile byte @Nullable [] json;

    /**
     * @param leaving its process is about to be stopped
     * @param share percent of its weight, 1..100; fewer after its start
     */
    Provider(
            Registration said,
            Steering steering,
            boolean healthy,
            boolean leaving,
            int share,
            Tenure tenure,
            @Nullable String displayName) {
        this.said = said;
        this.steering = steering;
        this.healthy = healthy;
        this.leaving = leaving;
        this.share = share;
        this.tenure = tenure;
        this.model = model(said, steering, leaving ? 0 : share, displayName);
    }

    /** The same, otherwise steered or of other health. */
    Provider with(Steering other, boolean isHealthy, @Nullable String displayName) {
        return new Provider(said, other, isHealthy, leaving, share, tenure, displayName);
    }

    /** The same, about to be stopped or not. */
    Provider leaving(boolean isLeaving, @Nullable String displayName) {
        return new Provider(said, steering, healthy, isLeaving, share, tenure, displayName);
    }

    /** The same with so many percent of its weight. */
    Provider share(int percent, @Nullable String displayName) {
        return new Provider(said, steering, healthy, leaving, percent, tenure, displayName);
    }

    private static ServiceModel model(
            Registration said, Steering steering, int share, @Nullable String displayName) {
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
                steering.draining() ? 0 : part(weight, share),
                created,
                said.updatedAt() == said.createdAt() ? created : time(said.updatedAt()),
                said.id(),
                said.app(),
                said.zone(),
                said.node(),
                said.metadata().isEmpty() ? null : said.metadata());
    }

    /** Rounded up: only who has no share or no weight gets none. */
    private static int part(int weight, int share) {
        return Math.ceilDiv(weight * share, 100);
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
