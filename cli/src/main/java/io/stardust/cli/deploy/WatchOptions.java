package io.stardust.cli.deploy;

import picocli.CommandLine.Option;

/** Whether and how long a rollout is watched. Filled by picocli. */
final class WatchOptions {
    @Option(
            names = "--wait",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Watch until it runs or fails (default), or only start it.")
    private boolean wait = true;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "How long to watch; default: ${DEFAULT-VALUE}.")
    private long seconds = 600;

    boolean wanted() {
        return wait;
    }

    long seconds() {
        return seconds;
    }
}
