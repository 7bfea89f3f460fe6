package io.stardust.server.deploy;

import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.registry.OfferedService;
import io.stardust.server.template.Templates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to run (seed: AppDeploy). Immutable.
 *
 * @param name unique on the server (seed)
 * @param displayName for people, any script; null = the name
 * @param program {@code fileName} null = {@code <release name>.zip}
 * @param port given to the app; 0 = none
 * @param portArgument with {@code {port}} in it; null = by the kind of app; {@code none} = none
 * @param stopWait s from the request to end to the kill; 0 = the agent's default
 * @param drainWait s that a stop waits until nobody calls the process; -1 = as the server's settings say
 * @param ramp s in which the share of the calls grows that a started process gets; 0 = the whole at once
 * @param overlapPort see {@link Overlaps}; 0 = a process is stopped before its successor starts
 * @param multiVersion true when each node gets the newest release that fits it
 * @param services what its processes offer to other apps, as {@link OfferedServices} keeps it; null = nothing
 * @param releaseId chosen last for this deployment; null = none yet
 * @param revision grows with every edit
 */
public record Deployment(
        long id,
        long projectId,
        long appId,
        String name,
        @Nullable String displayName,
        boolean enabled,
        Program program,
        DeployMode mode,
        boolean allowMultiple,
        Limits limits,
        boolean autoStop,
        int port,
        ProbeTexts probes,
        FileRules files,
        @Nullable String portArgument,
        int stopWait,
        int drainWait,
        int ramp,
        int overlapPort,
        boolean multiVersion,
        @Nullable String services,
        @Nullable Long releaseId,
        long revision,
        long createdAt,
        long updatedAt) {

    /**
     * What a process may take.
     *
     * @param maxMemory MB; 0 = no limit
     * @param priority -2 idle .. 3 real time
     * @param oomScoreAdjust -1000..1000
     */
    public record Limits(int maxMemory, int priority, int oomScoreAdjust) {
        /** What the system gives. */
        static final Limits NONE = new Limits(0, 0, 0);
    }

    /**
     * What is done about files of an app.
     *
     * @param reloadPatterns which files are watched; null = the agent's own list
     * @param keep files that a hosted release never replaces; null = none
     * @param reloadCommand run after a hosted release was swapped in, and as {@code onConfig} says; null = none
     * @param templates files that are made of config, as {@link Templates} keeps them; null = none
     * @param onConfig what happens to a process that runs when those change; null = it is started anew
     * @param logFiles that the app writes its log to itself, which agents send; null = none
     */
    public record FileRules(
            boolean reloadOnChange,
            @Nullable String reloadPatterns,
            @Nullable String keep,
            @Nullable String reloadCommand,
            @Nullable String templates,
            @Nullable OnConfig onConfig,
            @Nullable String logFiles) {
        /** Nothing. */
        static final FileRules NONE = new FileRules(false, null, null, null, null, null, null);
    }

    /** What happens to a process that runs when the files change that are made of config. */
    public enum OnConfig {
        /** It is ended and started anew. */
        RESTART,
        /** Its reload command is run, or it gets SIGHUP when there is none. */
        RELOAD,
        /** Nothing: it looks itself. */
        NONE
    }

    /** One that says nothing yet. */
    static Deployment fresh(long id, long project, long app, String name, long now) {
        return new Deployment(
                id,
                project,
                app,
                name,
                null,
                true,
                Program.NONE,
                DeployMode.STANDARD,
                false,
                Limits.NONE,
                false,
                0,
                ProbeTexts.NONE,
                FileRules.NONE,
                null,
                0,
                -1,
                0,
                0,
                false,
                null,
                null,
                0,
                now,
                now);
    }

    /** What its agents are told that it offers; null = nothing. */
    public @Nullable List<OfferedService> wiredServices() {
        return OfferedServices.wire(services);
    }

    /** Of {@link Program}. */
    public @Nullable String fileName() {
        return program.fileName();
    }

    /** Of {@link Program}. */
    public @Nullable String arguments() {
        return program.arguments();
    }

    /** Of {@link Program}. */
    public @Nullable String workingDirectory() {
        return program.workingDirectory();
    }

    /** Of {@link Program}. */
    public @Nullable String userName() {
        return program.userName();
    }

    /** Of {@link Program}. */
    public @Nullable String environments() {
        return program.environments();
    }

    /** Of {@link Limits}. */
    public int maxMemory() {
        return limits.maxMemory();
    }

    /** Of {@link Limits}. */
    public int priority() {
        return limits.priority();
    }

    /** Of {@link Limits}. */
    public int oomScoreAdjust() {
        return limits.oomScoreAdjust();
    }

    /** Of {@link ProbeTexts}. */
    public @Nullable String healthCheck() {
        return probes.healthCheck();
    }

    /** Of {@link ProbeTexts}. */
    public @Nullable String readiness() {
        return probes.readiness();
    }

    /** Of {@link ProbeTexts}. */
    public @Nullable String liveness() {
        return probes.liveness();
    }

    /** Of {@link FileRules}. */
    public boolean reloadOnChange() {
        return files.reloadOnChange();
    }

    /** Of {@link FileRules}. */
    public @Nullable String reloadPatterns() {
        return files.reloadPatterns();
    }

    /** Of {@link FileRules}. */
    public @Nullable String keep() {
        return files.keep();
    }

    /** Of {@link FileRules}. */
    public @Nullable String reloadCommand() {
        return files.reloadCommand();
    }

    /** Of {@link FileRules}. */
    public @Nullable String templates() {
        return files.templates();
    }

    /** Of {@link FileRules}. */
    public @Nullable OnConfig onConfig() {
        return files.onConfig();
    }

    /** Of {@link FileRules}. */
    public @Nullable String logFiles() {
        return files.logFiles();
    }
}
