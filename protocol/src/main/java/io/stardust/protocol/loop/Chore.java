package io.stardust.protocol.loop;

import java.lang.System.Logger.Level;

/** Work done once, in a thread that ends with it. Whatever it throws is logged and harms nobody else. */
public final class Chore {
    private Chore() {}

    /** Begins {@code work} in a daemon thread called {@code name}. */
    public static Thread start(String name, Loop.Round work) {
        Thread thread = Loop.thread(name, () -> run(name, work));
        thread.start();
        return thread;
    }

    private static void run(String name, Loop.Round work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the program ends
        } catch (Throwable e) { // the border
            Heartbeat.LOG.log(Level.ERROR, name + " failed", e);
        }
    }
}
