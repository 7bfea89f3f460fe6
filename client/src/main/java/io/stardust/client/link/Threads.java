package io.stardust.client.link;

/** Small named daemon threads; platform ones, since a virtual one starts a scheduler that costs more than it saves. */
final class Threads {
    /** Enough for TLS and JSON; the JVM's default is 1 MB of address space each. */
    private static final long STACK_BYTES = 256 * 1024;

    private Threads() {}

    static Thread make(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    static Thread start(String name, Runnable work) {
        Thread thread = make(name, work);
        thread.start();
        return thread;
    }
}
