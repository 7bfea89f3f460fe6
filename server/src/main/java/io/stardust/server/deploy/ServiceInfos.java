package io.stardust.server.deploy;

import io.stardust.protocol.Json;
import io.stardust.protocol.Versions;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.server.variable.Untellable;
import io.stardust.server.variable.VariableText;
import io.stardust.server.variable.Variables;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Turns a deployment with the overrides of a placement into what an agent is told (seed: ToServiceInfo). Pure
 * functions.
 */
public final class ServiceInfos {
    /** The first version that knows the modes 10–13 (seed: compatibility). */
    private static final String NEW_MODES = "3.7";

    private ServiceInfos() {}

    /**
     * What to run. The placement's value wins where it has one; environments are merged name by name.
     *
     * @param agentVersion decides about the numbers of modes; the old ones when unknown, since every agent reads them
     * @param open opens the secret variables
     * @param foreign true for an agent that is not ours: it does not know ports, so the variable PORT is written out
     */
    public static ServiceInfo of(
            Deployment deployment,
            Placement placement,
            @Nullable String agentVersion,
            boolean foreign,
            UnaryOperator<String> open) {
        DeployMode mode = placement.mode() == null ? deployment.mode() : placement.mode();
        String fileName = first(placement.fileName(), deployment.fileName());
        int port = placement.port() == 0 ? deployment.port() : placement.port();
        Map<String, String> environment = environment(deployment, placement, foreign ? port : 0, open);
        String text = VariableText.write(environment);
        // agents of ours read no longer text; one by one the variables travel all the same
        boolean fits = foreign || text.length() <= Json.TEXT;
        boolean said = foreign || (fits && environment.values().stream().allMatch(VariableText::says));
        return new ServiceInfo(
                placement.deployName(),
                fileName == null ? placement.deployName() + ".zip" : fileName,
                first(placement.arguments(), deployment.arguments()),
                first(placement.workingDirectory(), deployment.workingDirectory()),
                first(placement.userName(), deployment.userName()),
                placement.effective(deployment.enabled()) == Placement.Wish.RUNNING,
                number(mode, deployment.allowMultiple(), agentVersion),
                deployment.allowMultiple(),
                fits && !environment.isEmpty() ? text : null,
                deployment.autoStop(),
                deployment.reloadOnChange(),
                placement.maxMemory() == null ? deployment.maxMemory() : placement.maxMemory(),
                placement.oomScoreAdjust() == null ? deployment.oomScoreAdjust() : placement.oomScoreAdjust(),
                placement.priority() == null ? deployment.priority() : placement.priority(),
                first(placement.healthCheck(), deployment.healthCheck()),
                port,
                Probes.wire(first(placement.readiness(), deployment.readiness())),
                Probes.wire(first(placement.liveness(), deployment.liveness())),
                deployment.reloadPatterns(),
                deployment.keep(),
                deployment.reloadCommand(),
                "none".equals(deployment.portArgument()) ? "" : deployment.portArgument(),
                deployment.stopWait(),
                said ? null : environment,
                deployment.logFiles(),
                foreign ? 0 : Overlaps.port(deployment, placement));
    }

    private static int number(DeployMode mode, boolean allowMultiple, @Nullable String agentVersion) {
        boolean knowsNew = agentVersion != null
                && !agentVersion.isBlank()
                && Versions.compare(agentVersion.strip(), NEW_MODES) >= 0;
        return knowsNew ? mode.number() : mode.legacyNumber(allowMultiple);
    }

    /** All variables; for who does not know ports with the variable PORT. */
    public static Map<String, String> environment(
            Deployment deployment, Placement placement, int port, UnaryOperator<String> open) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (port > 0) environment.put("PORT", String.valueOf(port));
        Variables base = Variables.of(deployment.environments());
        environment.putAll(base.values(Variables.of(placement.environments()), open));
        return environment;
    }

    /**
     * The value of one variable; null when there is none, or it is secret.
     *
     * @param placement null: there is none yet
     */
    public static @Nullable String variable(Deployment deployment, @Nullable Placement placement, String name) {
        @Nullable
        String over = placement == null
                ? null
                : Variables.of(placement.environments()).plain(name);
        return first(over, Variables.of(deployment.environments()).plain(name));
    }

    /**
     * Demands that an agent that is not ours, which knows {@link VariableText} alone, can be told these.
     *
     * @throws Untellable if it cannot
     */
    public static void requireSayable(Map<String, String> environment, String node) {
        environment.forEach((name, value) -> {
            if (!VariableText.says(value)) {
                throw new Untellable(
                        "environment: the value of %s has a ';', a line end or blanks at an end, which the agent of "
                                .concat("node %s cannot be told; change it, or install this server's agent there")
                                .formatted(name, node),
                        null);
            }
        });
    }

    private static @Nullable String first(@Nullable String over, @Nullable String base) {
        return over == null ? base : over;
    }
}
