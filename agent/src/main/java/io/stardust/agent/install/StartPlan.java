package io.stardust.agent.install;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to start, from what is on disk.
 *
 * @param command Program first; absolute paths wherever a file is meant. Never goes through a shell.
 * @param directory The current directory of the process; exists.
 * @param environment Additions to the agent's own environment: PORT, BasePath, StarAppId and the deployment's own.
 *     Values may be secret.
 */
public record StartPlan(List<String> command, Path directory, Map<String, String> environment) {
    public StartPlan {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Without the environment's values, which may be secret. */
    @Override
    public String toString() {
        return "StartPlan[command=" + command + ", directory=" + directory + ", environment=" + environment.keySet()
                + "]";
    }
}
