package io.stardust.server.registry;

import io.stardust.protocol.Json;
import io.stardust.protocol.registry.ServiceModel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One provider as it stands. Immutable but for its tenure; its JSON is made once, when somebody asks. */
final class Provider {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    final Registration said;
    final Steering steering;
    final Standing standing;
    final Tenure tenure;
    final ServiceModel model;
    private volatile byte @Nullable [] json;
    private volatile @Nullable Offered offered;

    /**
     * What is known of a provider besides what it and people say.
     *
     * @param healthy false: it failed when the server asked
     * @param leaving its process is about to be stopped
     * @param share percent of its weight, 1..100; fewer after its start
     * @param canary its weight while it is among the first of a rollout; {@link #NO_CANARY}: it is not
     */
    record Standing(boolean healthy, boolean leaving, int share, int canary) {
        static final int WHOLE = 100; // percent
        static final int NO_CANARY = -1;

        /** As one stands of which nothing is known. */
        static final Standing NEW = new Standing(true, false, WHOLE, NO_CANARY);

        Standing health(boolean well) {
            return new Standing(well, leaving, share, canary);
        }

        Standing leaving(boolean leaves) {
            return new Standing(healthy, leaves, share, canary);
        }

        Standing share(int percent) {
            return new Standing(healthy, leaving, percent, canary);
        }

        Standing canary(int weight) {
            return new Standing(healthy, leaving, share, weight);
        }

        /** As who takes the place of {@code known}, or of nobody, begins; another run begins anew. */
        Standing after(@Nullable Provider known, Registration said) {
            if (known == null) return this;
            boolean sameRun = Objects.equals(known.said.run(), said.run());
            return sameRun ? known.standing : health(known.standing.healthy);
        }
    }

    Provider(Registration said, Steering steering, Standing standing, Tenure tenure, @Nullable String displayName) {
        this.said = said;
        this.steering = steering;
        this.standing = standing;
        this.tenure = tenure;
        this.model = model(said, weight(said, steering, standing), displayName);
    }

    /** The same, otherwise steered. */
    Provider with(Steering other, @Nullable String displayName) {
        return new Provider(said, other, standing, tenure, displayName);
    }

    /** The same, standing otherwise. */
    Provider with(Standing other, @Nullable String displayName) {
        return new Provider(said, steering, other, tenure, displayName);
    }

    /** What it or people say it should weigh, whatever it is led through now. */
    int meant() {
        return meant(said, steering);
    }

    private static int meant(Registration said, Steering steering) {
        @Nullable Integer weight = steering.weight();
        return weight == null ? said.weight() : weight;
    }

    /** That, as far as it has got after its start. */
    int ramped() {
        return part(meant(), standing.share);
    }

    private static int weight(Registration said, Steering steering, Standing standing) {
        int meant = meant(said, steering);
        if (standing.leaving || steering.draining() || meant == 0) return 0;
        int whole = standing.canary == Standing.NO_CANARY ? meant : standing.canary;
        return part(whole, standing.share);
    }

    /** Rounded up: only who has no share or no weight gets none. */
    private static int part(int weight, int share) {
        return Math.ceilDiv(weight * share, Standing.WHOLE);
    }

    private static ServiceModel model(Registration said, int weight, @Nullable String displayName) {
        String created = time(said.createdAt());
        return new ServiceModel(
                said.service(),
                displayName,
                said.client(),
                said.version(),
                said.address(),
                said.external(),
                said.scope(),
                said.tag(),
                weight,
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

    /** As rooms above see it, others of its service aside; always the same object. */
    Offered offered() {
        @Nullable Offered made = offered;
        if (made == null) offered = made = Offered.of(this);
        return made;
    }

    /** {@link #model} as it goes over the wire. Do not write into it. */
    byte[] json() {
        byte[] made = json;
        if (made == null) json = made = Json.WIRE.bytes(model);
        return made;
    }
}
