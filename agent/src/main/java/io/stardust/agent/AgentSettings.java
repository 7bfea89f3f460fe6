package io.stardust.agent;

import io.stardust.agent.install.fetch.Trust;
import io.stardust.agent.supervise.RestartLimits;
import io.stardust.agent.supervise.SupervisorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The knobs of the agent, one tree. Immutable. {@link SettingsLoader} reads it and knows each knob's name, bounds and
 * description. The text form hides the enrolment token.
 *
 * @param server addresses of the servers, comma list
 * @param data folder of everything the agent keeps
 * @param enrol opens the server's door to a new node; null: somebody approves it
 * @param name how the node is called; null: the host's name
 * @param project where a new node arrives; null: the default project
 * @param trust whose packages may run here
 * @param packBytes of a work directory, at most, that is packed for the server
 */
record AgentSettings(
        String server,
        Path data,
        @Nullable String enrol,
        @Nullable String name,
        @Nullable String project,
        Apps apps,
        Commands commands,
        Upgrade upgrade,
        Spool spool,
        Local local,
        Log log,
        Logs logs,
        Trust trust,
        long packBytes) {

    /**
     * About guarded apps.
     *
     * @param start a process that is up this long is ready
     * @param stop between the request to end and the kill
     * @param reset a process that was up this long makes its end the first failure again
     * @param giveUp so many failures in a row end the restarts
     * @param installs at the same time
     * @param logBytes size at which output is rotated
     * @param logKeep rotated parts kept
     * @param javaAgent file that every Java app is to load as a Java agent; null: none
     */
    record Apps(
            Duration start,
            Duration stop,
            Duration reset,
            int giveUp,
            int installs,
            long logBytes,
            int logKeep,
            @Nullable String javaAgent) {
        /** The supervisor's settings; what people cannot choose is as documented there. */
        SupervisorSettings supervisor(boolean outputSent) {
            SupervisorSettings usual = SupervisorSettings.DEFAULT;
            RestartLimits limits = usual.restart();
            return new SupervisorSettings(
                    start,
                    stop,
                    usual.checkEvery(),
                    usual.logCheckEvery(),
                    logBytes,
                    logKeep,
                    installs,
                    usual.retryInstall(),
                    new RestartLimits(limits.firstDelay(), limits.maxDelay(), reset, giveUp),
                    usual.pidfd(),
                    usual.reloadWait(),
                    usual.startupWait(),
                    outputSent);
        }
    }

    /**
     * About orders.
     *
     * @param shell whether the server may run shell text here
     * @param shellTime longest run of one
     * @param reboot whether it may reboot this machine
     * @param clock whether it may set this machine's clock
     * @param tail folders whose files it may read besides the apps' and their logs'
     */
    record Commands(boolean shell, Duration shellTime, boolean reboot, boolean clock, List<Path> tail) {
        Commands {
            tail = List.copyOf(tail);
        }
    }

    /**
     * About the agent's own versions.
     *
     * @param channel which ones, while nobody has chosen another from afar
     * @param enabled whether the server may bring a newer one
     */
    record Upgrade(String channel, boolean enabled) {}

    /**
     * About what waits while the server is away.
     *
     * @param steps kept at most
     */
    record Spool(int steps) {}

    /**
     * About programs on this machine.
     *
     * @param port where they reach the agent; 0 = nowhere
     */
    record Local(int port) {}

    /**
     * About the log, which goes to standard error.
     *
     * @param level error, warn, info or debug
     */
    record Log(String level) {}

    /**
     * About what apps print.
     *
     * @param send whether it goes to the server's log centre
     */
    record Logs(boolean send) {}

    /** The same with other servers. */
    AgentSettings withServer(String servers) {
        return new AgentSettings(
                servers, data, enrol, name, project, apps, commands, upgrade, spool, local, log, logs, trust,
                packBytes);
    }

    @Override
    public String toString() {
        return "AgentSettings[server=" + server + ", data=" + data + "]";
    }
}
