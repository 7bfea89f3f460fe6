package io.stardust.cli.deploy;

import io.stardust.api.rollout.RolloutSummary;
import io.stardust.api.rollout.RolloutView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in short how rollouts are, and from which release to which a placement goes. Pure functions. */
final class RolloutText {
    private RolloutText() {}

    /** {@code failed, rolled back by #13}. */
    static String standing(RolloutView rollout) {
        if (rollout.revertedBy() == null || rollout.status().equals("reverting")) return rollout.status();
        String what = rollout.status().equals("failed") ? "failed, rolled back" : "rolled back";
        return "%s by #%d".formatted(what, rollout.revertedBy());
    }

    /** {@code failed, rolled back by #13}. */
    static String standing(RolloutSummary rollout) {
        return rollout.revertedBy() != null && rollout.status().equals("failed")
                ? "failed, rolled back by #" + rollout.revertedBy()
                : rollout.status();
    }

    /** {@code web1: 1.2.0 -> 1.1.0}. */
    static String move(String node, @Nullable String from, @Nullable String to) {
        return "%s: %s -> %s".formatted(node, from == null ? "nothing" : from, to == null ? "nothing" : to);
    }

    /** The last lines that the program printed before it failed; empty when the agent sent none. */
    static List<String> printed(RolloutView.Part part) {
        RolloutView.@Nullable Seen seen = part.observed();
        @Nullable String output = seen == null || !part.state().equals("failed") ? null : seen.output();
        return output == null ? List.of() : output.stripTrailing().lines().toList();
    }
}
