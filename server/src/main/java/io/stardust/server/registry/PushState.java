package io.stardust.server.registry;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How far the pushing of a service is. Who pushes holds the lock of this. Times are those of {@code System.nanoTime}.
 */
final class PushState {
    /** A push is waiting. */
    final AtomicBoolean queued = new AtomicBoolean();
    /** When the last one was; read without the lock. */
    volatile long at;
    /** True once there was one. */
    volatile boolean began;
    /** When old clients were told. */
    long toldAt;
    /** True once they were. */
    boolean told;
    /** They have something to hear. */
    boolean owed;
}
