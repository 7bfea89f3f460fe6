package io.stardust.server.deploy;

import io.avaje.jsonb.Json;

/** How many placements stand where; {@code total} is the sum of the others. Immutable. */
@Json
public record Tally(int running, int done, int stopped, int failed, int starting, int unreachable, int total) {
    /** Of nothing. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0);

    Tally plus(Standing standing, int count) {
        return switch (standing) {
            case RUNNING -> plus(new Tally(count, 0, 0, 0, 0, 0, count));
            case DONE -> plus(new Tally(0, count, 0, 0, 0, 0, count));
            case STOPPED -> plus(new Tally(0, 0, count, 0, 0, 0, count));
            case FAILED -> plus(new Tally(0, 0, 0, count, 0, 0, count));
            case STARTING -> plus(new Tally(0, 0, 0, 0, count, 0, count));
            case UNREACHABLE -> plus(new Tally(0, 0, 0, 0, 0, count, count));
        };
    }

    Tally plus(Tally other) {
        return new Tally(
                running + other.running,
                done + other.done,
                stopped + other.stopped,
                failed + other.failed,
                starting + other.starting,
                unreachable + other.unreachable,
                total + other.total);
    }

    /** How many stand there. */
    public int at(Standing standing) {
        return switch (standing) {
            case RUNNING -> running;
            case DONE -> done;
            case STOPPED -> stopped;
            case FAILED -> failed;
            case STARTING -> starting;
            case UNREACHABLE -> unreachable;
        };
    }
}
