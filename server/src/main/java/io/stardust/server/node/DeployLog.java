package io.stardust.server.node;

import java.time.Instant;
import java.util.List;

/** Hears the deploy steps that upstream's agents report as events named {@code ServiceController}. Thread-safe. */
@FunctionalInterface
public interface DeployLog {
    /** {@code node} reported {@code steps}, oldest first. */
    void reported(Node node, List<Step> steps);

    /**
     * One step.
     *
     * @param at by the server's clock, as the agent reckons it
     * @param deployName of the placement
     * @param step {@code error} means failure; others are {@code info}, {@code done} and the like
     * @param detail human words
     */
    record Step(Instant at, String deployName, String step, String detail) {}
}
