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
 * @param files that are made of config on nodes, and would be others
 */
@Json
public record ConfigCheck(List<Problem> problems, List<Effect> effects, List<File> files) {
    public ConfigCheck {
        problems = Given.list(problems);
        effects = Given.list(effects);
        files = Given.list(files);
    }

    /**
     * Why it would be refused.
     *
     * @param key whose value is wrong; empty when it is about none, such as a template that takes in a file
     * @param message what is wrong with the value of {@code key} in {@code scope}
     */
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

    /**
     * A file that would be another.
     *
     * @param file below the work directory
     * @param placements of how many it is
     * @param before absent of one that cannot be made, of one with a secret in it, and of a long one
     * @param after likewise
     * @param secret whether one is in it
     */
    @Json
    public record File(
            String deployment,
            String file,
            String scope,
            long placements,
            @Nullable CharSequence before,
            @Nullable CharSequence after,
            boolean secret) {}
}
