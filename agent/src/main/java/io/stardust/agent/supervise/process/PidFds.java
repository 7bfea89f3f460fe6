package io.stardust.agent.supervise.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.stardust.agent.foreign.CFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The kernel's handles on processes (pidfd_open(2)), waited for with poll(2). {@link #of} and {@link #wake} may be
 * called while another thread waits.
 */
final class PidFds implements AutoCloseable {
    private static final long PIDFD_OPEN = 434; // the same number on every architecture
    private static final short POLLIN = 1;
    private static final long POLLFD_BYTES = 8; // int fd, short events, short revents

    private final CFunction syscall = CFunction.of("syscall");
    private final CFunction poll = CFunction.of("poll");
    private final CFunction close = CFunction.of("close");
    private final CFunction eventWrite = CFunction.of("eventfd_write");
    private final CFunction eventRead = CFunction.of("eventfd_read");
    private final int event = (int) CFunction.of("eventfd").call(0, 0, 0);

    private PidFds() {}

    /** Returns null where the kernel or the C library has no such thing. */
    static @Nullable PidFds open() {
        try {
            PidFds fds = new PidFds();
            int self = fds.of(ProcessHandle.current().pid());
            if (self >= 0) fds.close(self);
            if (self >= 0 && fds.event >= 0) return fds;
            fds.close();
        } catch (UnsupportedOperationException | LinkageError e) {
            LoggerFactory.getLogger(PidFds.class).warn("no pidfd here, /proc is polled instead: {}", e.toString());
        }
        return null;
    }

    /** Returns a handle on the process, negative when there is none. */
    int of(long pid) {
        return (int) syscall.call(PIDFD_OPEN, pid, 0);
    }

    /** Returns when one of the processes has ended, {@link #wake} was called, or the time is over (negative: never). */
    void await(int[] fds, int timeoutMs) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment set = arena.allocate((fds.length + 1) * POLLFD_BYTES, JAVA_INT.byteAlignment());
            for (int i = 0; i <= fds.length; i++) {
                set.set(JAVA_INT, i * POLLFD_BYTES, i < fds.length ? fds[i] : event);
                set.set(JAVA_SHORT, i * POLLFD_BYTES + 4, POLLIN);
            }
            int ready = (int) poll.call(set.address(), fds.length + 1L, timeoutMs);
            boolean woken = set.get(JAVA_SHORT, fds.length * POLLFD_BYTES + 6) != 0;
            if (ready > 0 && woken)
                eventRead.call(event, arena.allocate(JAVA_LONG).address(), 0);
        }
    }

    /** Makes {@link #await} return. */
    void wake() {
        eventWrite.call(event, 1, 0);
    }

    /** Gives a handle back. */
    void close(int fd) {
        close.call(fd, 0, 0);
    }

    @Override
    public void close() {
        if (event >= 0) close(event);
    }
}
