package io.stardust.api.registry;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a process of a placement is called under one service that it offers.
 *
 * @param client what its agent calls it, {@code name@node}
 * @param ownWeight what it or people say
 * @param weight as consumers are told; less while calls are led away from it, or are led to it little by little
 * @param percent of the weight of all that offer the service, one digit after the point
 * @param canary true while it is of a first batch that gets a part of the calls
 * @param leaving true while its agent leads calls away before it stops it
 * @param waiting how many consumers have yet to acknowledge that it leaves
 * @param silent some of them, as far as they may be seen, {@code app@client}
 * @param calls how many it says are under way, while it leaves; absent: it does not say
 * @param left ms for which its stop waits at most, while it leaves
 */
@Json
public record CalledView(
        long placementId,
        String client,
        long serviceId,
        String service,
        @Nullable String version,
        int ownWeight,
        int weight,
        double percent,
        boolean canary,
        boolean leaving,
        int waiting,
        List<String> silent,
        @Nullable Integer calls,
        @Nullable Long left) {
    public CalledView {
        silent = Given.list(silent);
    }
}
