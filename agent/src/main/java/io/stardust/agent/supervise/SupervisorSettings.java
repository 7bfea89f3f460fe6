package io.stardust.agent.supervise;

import java.time.Duration;

/**
 * How apps are guarded.
 *
 * @param startWait A process that stays up this long is ready; one that fails before is a failed start.
 * @param stopWait Between the request to end and the kill.
 * @param checkEvery Between two looks at memory and at processes whose end was missed.
 * @param logCheckEvery Between two looks at the size of logs.
 * @param logPartBytes Size at which a log is rotated.
 * @param logKeep Rotated parts kept beside the current one.
 * @param installs Apps installed, started or stopped at the same time.
 * @param retryInstall Before a failed download is tried again; doubles to 5 minutes.
 * @param pidfd False polls /proc for adopted processes even where the kernel could tell.
 * @param startupWait So long one that is not up yet may take before its liveness counts; doubles each time.
 * @param reloadWait After the last change of an app's files, before it is started anew for it.
 * @param outputSent What apps print is sent to the server: of one that is removed it is kept until then.
 */
public record SupervisorSettings(
        Duration startWait,
        Duration stopWait,
        Duration checkEvery,
        Duration logCheckEvery,
        long logPartBytes,
        int logKeep,
        int installs,
        Duration retryInstall,
        RestartLimits restart,
        boolean pidfd,
        Duration reloadWait,
        Duration startupWait,
        boolean outputSent) {
    /** As documented for operators. */
    public static final SupervisorSettings DEFAULT = new SupervisorSettings(
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            10L << 20,
            5,
            8,
            Duration.ofSeconds(5),
            RestartLimits.DEFAULT,
            true,
            Duration.ofSeconds(3),
            Duration.ofMinutes(2),
            true);
}
