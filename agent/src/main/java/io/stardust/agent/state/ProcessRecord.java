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
 * @param config Digest of the files made of config that the process was started with, or told of; absent = none.
 * @param why The intervention by code; absent = there is none, or an older agent wrote this.
 * @param second The process was started at the second of the app's two ports.
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
        @Nullable List<ReasonPart> why,
        @Nullable String config,
        boolean second) {

    /** The process: the present one, or what is known of the last. */
    private record Run(
            long pid,
            long startTicks,
            long startTime,
            @Nullable List<String> command,
            @Nullable String directory,
            @Nullable String settings,
            long restarts,
            boolean ready,
            @Nullable String boot,
            @Nullable String config,
            boolean second) {
        /** None, begun at {@code time}, under the settings and restarts of the last. */
        Run gone(long time) {
            return new Run(0, 0, time, null, null, settings, restarts, false, null, null, second);
        }
    }

    /** The package on disk. */
    private record Placed(
            @Nullable String installed,
            long releaseId,
            @Nullable String version) {}

    /** What has become of earlier processes. */
    private record Past(
            long crashes,
            @Nullable String task,
            @Nullable Integer exitCode,
            long interventions,
            @Nullable String intervention,
            @Nullable List<ReasonPart> why) {
        Past because(@Nullable String text, @Nullable List<ReasonPart> parts) {
            return new Past(crashes, task, exitCode, interventions, text, parts);
        }
    }

    private Run run() {
        return new Run(pid, startTicks, startTime, command, directory, settings, restarts, ready, boot, config, second);
    }

    private Placed placed() {
        return new Placed(installed, releaseId, version);
    }

    private Past past() {
        return new Past(crashes, task, exitCode, interventions, intervention, why);
    }

    private static ProcessRecord made(String name, Run run, Placed placed, Past past) {
        return new ProcessRecord(
                name,
                run.pid,
                run.startTicks,
                run.startTime,
                run.command,
                run.directory,
                placed.installed,
                placed.releaseId,
                placed.version,
                run.settings,
                run.restarts,
                past.crashes,
                past.task,
                past.exitCode,
                run.ready,
                past.interventions,
                past.intervention,
                run.boot,
                past.why,
                run.config,
                run.second);
    }

    /** Of an app of which nothing is known yet. */
    public static ProcessRecord none(String name) {
        return made(
                name,
                new Run(0, 0, 0, null, null, null, 0, false, null, null, false),
                new Placed(null, 0, null),
                new Past(0, null, null, 0, null, null));
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
            String machineLife,
            String configDigest,
            boolean atSecond) {
        var run = new Run(
                newPid,
                ticks,
                time,
                arguments,
                folder,
                settingsDigest,
                asked,
                false,
                machineLife,
                configDigest,
                atSecond);
        return made(name, run, placed(), past().because(null, null));
    }

    /** The same app without a process; {@code code} is how it ended, {@code more} how many crashes that adds. */
    public ProcessRecord ended(@Nullable Integer code, int more) {
        var after = new Past(crashes + more, task, code, interventions, intervention, why);
        return made(name, run().gone(startTime), placed(), after);
    }

    /** The same app made from another package. */
    public ProcessRecord of(String hash, long release, @Nullable String newVersion) {
        return made(name, readiness(false, command), new Placed(hash, release, newVersion), past());
    }

    /** The same app, seen to be up; its arguments are known better now. */
    public ProcessRecord isReady(@Nullable List<String> arguments) {
        return made(name, readiness(true, arguments), placed(), past());
    }

    private Run readiness(boolean up, @Nullable List<String> arguments) {
        return new Run(pid, startTicks, startTime, arguments, directory, settings, restarts, up, boot, config, second);
    }

    /** The same process, told of files made of config. */
    public ProcessRecord configured(String digest) {
        var told = new Run(
                pid, startTicks, startTime, command, directory, settings, restarts, ready, boot, digest, second);
        return made(name, told, placed(), past());
    }

    /** The same app, whose task begins that run. */
    public ProcessRecord begins(String order) {
        return made(name, run().gone(0), placed(), new Past(crashes, order, null, interventions, null, null));
    }

    /** The same app, whose guard has ended the process once more. */
    public ProcessRecord intervened() {
        var more = new Past(crashes, task, exitCode, interventions + 1, intervention, why);
        return made(name, run(), placed(), more);
    }

    /** The same process, which was started because of that; null: not because of its guard. */
    public ProcessRecord because(@Nullable Reason guards) {
        Past because = guards == null ? past().because(null, null) : past().because(guards.text(), guards.parts());
        return made(name, run(), placed(), because);
    }

    /** Why its guard has ended the process before this one; null when it has not. */
    public @Nullable Reason because() {
        Reason known = Reason.of(why);
        return known != null || intervention == null ? known : Reason.said(intervention);
    }
}
