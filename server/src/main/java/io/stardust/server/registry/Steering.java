package io.stardust.server.registry;

import org.jspecify.annotations.Nullable;

/**
 * What people said of one provider. Immutable.
 *
 * @param weight 0..1000; null: what the provider says
 * @param enabled false: no consumer is told of it
 * @param draining true: it gets no calls as long as there is another
 * @param revision grows with every edit; 0: nothing was said
 */
record Steering(@Nullable Integer weight, boolean enabled, boolean draining, long revision) {
    static final Steering NONE = new Steering(null, true, false, 0);
}
