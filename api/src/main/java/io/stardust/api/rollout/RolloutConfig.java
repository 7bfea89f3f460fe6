package io.stardust.api.rollout;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The config of its app that a rollout carries.
 *
 * @param appId whose
 * @param app its name
 * @param of number of the config release that it makes hold again; absent: of none
 * @param undoes number of the config release whose changes it takes back; absent: of none
 * @param changes how many items it sets or removes
 * @param state {@code planned} in a plan; {@code held}: placements get it with their batch, and nobody else publishes;
 *     {@code open}: the rollout is over without success and people decide, placements that have it keep it;
 *     {@code published}; {@code withdrawn}
 * @param release number of the config release that came of it; absent while there is none
 * @param placements that have it before the others, {@code service@node}
 * @param inherited names of the apps whose config the app inherits: what they publish reaches it at any time
 */
@Json
public record RolloutConfig(
        long appId,
        String app,
        @Nullable Long of,
        @Nullable Long undoes,
        long changes,
        String state,
        @Nullable Long release,
        List<String> placements,
        List<String> inherited) {
    public RolloutConfig {
        placements = Given.list(placements);
        inherited = Given.list(inherited);
    }
}
