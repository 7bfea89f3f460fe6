package io.stardust.server.config;

import io.stardust.server.config.effective.Effective;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.Sheet;
import io.stardust.server.instance.Instance;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the files of placements are made of: the config that their processes would get. Thread-safe. */
public final class PlacedConfig {
    private static final SortedMap<String, Effective.Value> NO_VALUES = new TreeMap<>();
    private static final SortedMap<String, Effective.Problem> NO_PROBLEMS = new TreeMap<>();
    /** Of an app that has no config. */
    public static final Effective NONE = new Effective(NO_VALUES, NO_PROBLEMS, 0, Map.of());

    private final Sheets sheets;
    private final Trials trials;
    private final Delivery delivery;

    PlacedConfig(Sheets sheets, Trials trials, Delivery delivery) {
        this.sheets = sheets;
        this.trials = trials;
        this.delivery = delivery;
    }

    /**
     * A process that an agent runs, or is to run.
     *
     * @param service under which name the agent runs it
     * @param node name of the machine
     * @param version of the release
     * @param scope that it asks for
     */
    public record Placed(long appId, String service, long nodeId, String node, String version, String scope) {
        private Instance instance() {
            String client = service + "@" + node;
            return new Instance(appId, "", 0, client, null, "", version, scope, null, nodeId, node, null, false);
        }
    }

    /** What a process would get; no values when its app has no config. */
    public Effective of(Placed placed) {
        return made(delivery.of(placed.instance(), placed.scope()));
    }

    /** What it would get with the config that a rollout carries to it. */
    public Effective with(Foreseen carried, String scope) {
        @Nullable Sheet now = sheets.sheet(carried.app.id());
        return now == null ? NONE : trials.of(now.with(carried.edits, now.stamp()), Item.scope(scope));
    }

    /** Whether what the app gets in that scope is made of the config of {@code source}, among others. */
    public boolean isMadeOf(long source, long appId, String scope) {
        return source == appId || made(delivery.of(appId, scope)).sources().containsKey(source);
    }

    private static Effective made(Delivery.@Nullable Kept kept) {
        return kept == null ? NONE : kept.effective;
    }
}
