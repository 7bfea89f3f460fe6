package io.stardust.agent.supervise.process;

import org.jspecify.annotations.Nullable;

/**
 * What the environment of a process says of where it belongs; all that an app starts inherits it.
 *
 * @param instance {@code app@node}; empty = it is nobody's.
 * @param run Of the start it comes from: {@code owner-number}; null = an agent before runs had names started it.
 * @param directory The app's work directory.
 */
public record Mark(
        String instance, @Nullable String run, @Nullable String directory) {
    /** The variable that holds the run. */
    static final String RUN = "STARDUST_RUN";

    /** By it a client of Netflix Eureka in the process tells the server its run: Spring makes metadata of it. */
    static final String EUREKA_RUN = "EUREKA_INSTANCE_METADATAMAP_STARDUSTRUN";

    static final Mark NONE = new Mark("", null, null);

    /**
     * What an app's processes are known by.
     *
     * @param owner Names the agent's data directory: other agents may have apps of the same name.
     * @param directory Of the app's process, for those that carry no run; null = it cannot be known.
     * @param but A run whose processes are let alone: it stands beside; null = none does.
     */
    public record App(
            String name,
            String owner,
            @Nullable String directory,
            @Nullable String but) {
        /** Whether a process with this mark belongs to it. */
        public boolean owns(Mark mark) {
            if (!mark.instance.startsWith(name + "@")) return false;
            String run = mark.run;
            if (run != null) return run.startsWith(owner + "-") && !run.equals(but);
            return directory != null && directory.equals(mark.directory);
        }

        /** The same, with what stands beside. */
        public App whole() {
            return new App(name, owner, directory, null);
        }
    }
}
