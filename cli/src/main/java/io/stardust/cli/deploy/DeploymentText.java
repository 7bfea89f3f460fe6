package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.DeploymentView.Running;
import io.stardust.api.variable.VariableView;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in short how a deployment is. Pure functions. */
final class DeploymentText {
    private DeploymentText() {}

    /** How many placements are well, and how many are not: {@code 2 of 3, 1 failed}. */
    static String standing(DeploymentView deployment) {
        int well = deployment.running() + deployment.done();
        var text = new StringBuilder().append(well).append(" of ").append(deployment.placements());
        if (deployment.done() > 0 && deployment.running() == 0) text.append(" done");
        if (deployment.failed() > 0)
            text.append(", ").append(deployment.failed()).append(" failed");
        if (deployment.unreachable() > 0) {
            text.append(", ").append(deployment.unreachable()).append(" unreachable");
        }
        return text.toString();
    }

    /** What runs, {@code 1.2.0 x1, 1.0.0 x2}; the desired version when nothing does. */
    static @Nullable String runs(DeploymentView deployment) {
        List<Running> versions = deployment.versions();
        if (versions.isEmpty()) return deployment.version();
        if (versions.size() == 1) return versions.getFirst().version();
        return versions.stream().map(one -> one.version() + " x" + one.count()).collect(Collectors.joining(", "));
    }

    /** What is shown in place of a variable's value. */
    static String value(VariableView variable) {
        @Nullable String value = variable.value();
        if (value == null) return Boolean.TRUE.equals(variable.secret()) ? "*** (secret)" : "***";
        return value.isEmpty()
                ? "''"
                : value.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n");
    }
}
