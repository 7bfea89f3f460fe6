package io.stardust.server.db;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The projects whose rows a query may see. Every query on behalf of people takes one, so that none can be written
 * without it; the timers and the machine face use {@link #everything}, whose callers are bound to one node or app
 * already.
 *
 * @param all true when no project is hidden
 * @param projects otherwise: exactly these
 */
public record Visible(boolean all, Set<Long> projects) {
    public Visible {
        projects = Set.copyOf(projects);
    }

    /** No filter: the platform's administrator, and the program itself. */
    public static Visible everything() {
        return new Visible(true, Set.of());
    }

    /** Exactly the rows of these projects. */
    public static Visible only(Set<Long> projects) {
        return new Visible(false, projects);
    }

    /** True when rows of {@code projectId} may be seen. */
    public boolean sees(long projectId) {
        return all || projects.contains(projectId);
    }

    /** As {@link #on}, of {@code project} alone unless that is 0. */
    public String within(String column, long project) {
        if (project == 0) return on(column);
        return sees(project) ? column + " = " + project : "1 = 0";
    }

    /**
     * Returns a condition on {@code column}, to be joined with {@code and}. The numbers are ours, so nothing is quoted.
     */
    public String on(String column) {
        if (all) return "1 = 1";
        if (projects.isEmpty()) return "1 = 0";
        return new TreeSet<>(projects)
                .stream().map(String::valueOf).collect(Collectors.joining(",", column + " in (", ")"));
    }
}
