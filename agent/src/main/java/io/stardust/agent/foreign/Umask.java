package io.stardust.agent.foreign;

/** The mask of rights that files made by this process and by what it starts do not get (umask(2)). */
public final class Umask {
    private static final int USUAL = 0022;

    private Umask() {}

    /** Makes it the usual one, whatever this process was started with: apps count on it. Linux only, else nothing. */
    public static void setUsual() {
        try {
            CFunction.of("umask").call(USUAL, 0, 0);
        } catch (UnsupportedOperationException | LinkageError e) {
            return; // a system without it
        }
    }
}
