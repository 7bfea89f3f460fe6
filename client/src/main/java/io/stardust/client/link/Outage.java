package io.stardust.client.link;

import java.lang.System.Logger.Level;

/** Logs a peer that fails when it goes and when it is back, with the count between. One thread. */
final class Outage {
    private int failures;

    /** Counts one more failure; only the first of a row is told. Returns how many there were in a row. */
    int failed(String what) {
        if (failures++ == 0) Link.LOG.log(Level.WARNING, what);
        else Link.LOG.log(Level.DEBUG, "again: " + what);
        return failures;
    }

    void over() {
        if (failures > 0) Link.LOG.log(Level.INFO, "server answers again after " + failures + " failed attempts");
        failures = 0;
    }
}
