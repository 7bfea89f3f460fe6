package io.stardust.agent.state;

import io.avaje.jsonb.Json;
import io.stardust.protocol.reason.Reason;
import io.stardust.protocol.reason.ReasonPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of one app beyond its desired state.
 *
 * @param name The app's, unique on the node.
 * @param pid 0 = no process is known.
 * @param startTicks When that process started, in clock ticks since boot (/proc/PID/stat, field 22): with the pid, its
 *     identity.
 * @param startTime When it, or else the last one, started, epoch ms.
 * @param command Its arguments as the kernel shows them, or as they were given while that is not known; absent = none.
 * @param directory The process's current directory; absent = none.
 * @param installed Which package in which place is on disk, see the supervisor; absent = none.
 * @param releaseId Of that package; 0 = none.
 * @param version Of that package.
 * @param settings Digest of the settings the process was started with.
 * @param restarts The number of asked-for restarts it was started under.
 * @param crashes Exits nobody asked for.
 * @param task Which run of a task was begun last; absent = none.
 * @param exitCode Of the last process that ended; absent = unknown.
 * @param ready The process, or what another program serves, was seen to be up.
 * @param interventions How often the guard itself has ended the process to start it anew: too much memory, no life.
 * @param intervention Why, if the present process was started because of that; absent = it was not.
 * @param boot Names the machine's life in which the process was started; absent = not known.
 * @param why The intervention by code; absent = there is none, or an older agent wrote this.
 */
@Json(caseInsensitiveKeys = true)
public record ProcessRecord(
        String name,
        long pid,
        long startTicks,
        long startTime,
        @Nullable List<String> command,
        @Nullable String directory,
        @Nullable String installed,
        long releaseId,
        @Nullable String version,
        @Nullable String settings,
        long restarts,
        long crashes,
        @Nullable String task,
        @Nullable Integer exitCode,
        boolean ready,
        long interventions,
        @Nullable String intervention,
        @Nullable String boot,
        @Nullable List<ReasonPart> why) {

    /** Of an app of which nothing is known yet. */
    public static ProcessRecord none(String name) {
        return new ProcessRecord(
                name, 0, 0, 0, null, null, null, 0, null, null, 0, 0, null, null, false, 0, null, null, null);
    }

    /** The same app, now run by that process. */
    public ProcessRecord runs(
            long newPid,
            long ticks,
            long time,
            List<String> arguments,
            String folder,
            String settingsDigest,
            long asked,
            String machineLife) {
        return new ProcessRecord(
                name,
                newPid,
                ticks,
                time,
                arguments,
                folder,
                installed,
                releaseId,
                version,
                settingsDigest,
                asked,
                crashes,
                task,
                exitCode,
                false,
                interventions,
                null,
                machineLife,
                null);
    }

    /** The same app without a process; {@code code} is how it ended, {@code more} how many crashes that adds. */
    public ProcessRecord ended(@Nullable Integer code, int more) {
        return new ProcessRecord(
                name,
                0,
                0,
                startTime,
                null,
                null,
                installed,
                releaseId,
                version,
                settings,
                restarts,
                crashes + more,
                task,
                code,
                false,
                interventions,
                intervention,
                null,
                why);
    }

    /** The same app made from another package. */
    public ProcessRecord of(String hash, long release, @Nullable String newVersion) {
        return new ProcessRecord(
                name,
                pid,
                startTicks,
                startTime,
                command,
                directory,
                hash,
                release,
                newVersion,
                settings,
                restarts,
                crashes,
                task,
                exitCode,
                false,
                interventions,
                intervention,
                boot,
                why);
    }

    /** The same app, seen to be up; its arguments are known better now. */
    public ProcessRecord isReady(@Nullable List<String> arguments) {
        return new ProcessRecord(
                name,
                pid,
                startTicks,
                startTime,
                arguments,
                directory,
                installed,
                releaseId,
                version,
                settings,
                restarts,
                crashes,
                task,
                exitCode,
                true,
                interventions,
                intervention,
                boot,
                why);
    }

    /** The same app, whose task begins that run. */
    public ProcessRecord begins(String run) {
        return new ProcessRecord(
                name,
                0,
                0,
                0,
                null,
                null,
                installed,
                releaseId,
                version,
                settings,
                restarts,
                crashes,
                run,
                null,
                false,
                interventions,
                null,
                null,
                null);
    }

    /** The same app, whose guard has ended the process once more. */
    public ProcessRecord intervened() {
        return with(interventions + 1, intervention, why);
    }

    /** The same process, which was started because of that; null: not because of its guard. */
    public ProcessRecord because(@Nullable Reason guards) {
        return guards == null ? with(interventions, null, null) : with(interventions, guards.text(), guards.parts());
    }

    /** Why its guard has ended the process before this one; null when it has not. */
    public @Nullable Reason because() {
        Reason known = Reason.of(why);
        return known != null || intervention == null ? known : Reason.said(intervention);
    }

    private ProcessRecord with(long times, @Nullable String text, @Nullable List<ReasonPart> parts) {
        return new ProcessRecord(
                name,
                pid,
                startTicks,
                startTime,
                command,
                directory,
                installed,
                releaseId,
                version,
                settings,
                restarts,
                crashes,
                task,
                exitCode,
                ready,
                times,
                text,
                boot,
                parts);
    }
}
