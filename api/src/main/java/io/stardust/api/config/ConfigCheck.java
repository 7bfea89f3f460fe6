package io.stardust.api.config;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a publish would do, to the app and to all that inherit from it.
 *
 * @param problems why it would be refused; empty: it would not
 * @param effects by app and scope, for those of which instances run
 */
@Json
public record ConfigCheck(List<Problem> problems, List<Effect> effects) {
    public ConfigCheck {
        problems = Given.list(problems);
        effects = Given.list(effects);
    }

    /** @param message what is wrong with the value of {@code key} in {@code scope} */
    @Json
    public record Problem(String key, String scope, String message) {}

    /**
     * What instances of one app would get otherwise.
     *
     * @param instances how many of them run now
     */
    @Json
    public record Effect(String app, String scope, long instances, List<Item> items) {
        public Effect {
            items = Given.list(items);
        }
    }

    /**
     * A value with its references filled in.
     *
     * @param before absent when there is none, and of a secret
     * @param after likewise
     */
    @Json
    public record Item(
            String key,
            @Nullable CharSequence before,
            @Nullable CharSequence after,
            boolean secret) {}
}
