package io.stardust.cli.deploy;

import io.stardust.api.rollout.RolloutConfig;
import io.stardust.api.rollout.RolloutSummary;
import io.stardust.api.rollout.RolloutView;
import java.util.List;
import java.util.stream.Collectors;
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

    /** {@code draft of orders, 3 changes, held until the rollout is over}. */
    static String config(RolloutConfig config) {
        String what = config.undoes() != null
                ? "release %d of %s taken back".formatted(config.undoes(), config.app())
                : config.of() != null
                        ? "release %d of %s".formatted(config.of(), config.app())
                        : "draft of " + config.app();
        String changes = config.changes() == 1 ? "1 change" : config.changes() + " changes";
        String state = switch (config.state()) {
            case "planned" -> "";
            case "held" -> ", held until the rollout is over";
            case "open" -> ", for the nodes that have it; publish it for all or withdraw it";
            case "published" -> ", published as release " + config.release();
            default -> ", " + config.state();
        };
        return what + ", " + changes + state;
    }

    /** {@code release 4, gray}, of the processes of a placement; null when none is there. */
    static @Nullable String held(RolloutView.Part part) {
        if (part.instances().isEmpty()) return null;
        return part.instances().stream()
                .map(each -> each.release() == null
                        ? "not asked"
                        : "release %d%s".formatted(each.release(), each.gray() ? ", gray" : ""))
                .distinct()
                .collect(Collectors.joining("; "));
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
