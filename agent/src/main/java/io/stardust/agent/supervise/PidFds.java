package io.stardust.agent.supervise;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
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

    private final MethodHandle syscall;
    private final MethodHandle poll;
    private final MethodHandle close;
    private final MethodHandle eventWrite;
    private final MethodHandle eventRead;
    private final int event;

    private PidFds(int event) {
        FunctionDescriptor open = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        this.syscall = function("syscall", open, Linker.Option.firstVariadicArg(1));
        this.poll = function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        this.close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        this.eventWrite = function("eventfd_write", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
        this.eventRead = function("eventfd_read", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
        this.event = event;
    }

    /** Returns null where the kernel or the C library has no such thing. */
    static @Nullable PidFds open() {
        try {
            MethodHandle eventfd = function("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
            PidFds fds = new PidFds((int) eventfd.invokeExact(0, 0));
            int self = fds.of(ProcessHandle.current().pid());
            if (self >= 0) fds.close(self);
            if (self >= 0 && fds.event >= 0) return fds;
            fds.close();
        } catch (Throwable e) { // what a method handle may throw
            LoggerFactory.getLogger(PidFds.class).warn("no pidfd here, /proc is polled instead: {}", e.toString());
        }
        return null;
    }

    @SuppressWarnings("restricted") // granted on the command line with --enable-native-access
    private static MethodHandle function(String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, options);
    }

    /** Returns a handle on the process, negative when there is none. */
    int of(long pid) {
        try {
            return (int) (long) syscall.invokeExact(PIDFD_OPEN, pid, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when one of the processes has ended, {@link #wake} was called, or the time is over (negative: never). */
    void await(int[] fds, int timeoutMs) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment set = arena.allocate((fds.length + 1) * POLLFD_BYTES, ValueLayout.JAVA_INT.byteAlignment());
            for (int i = 0; i <= fds.length; i++) {
                set.set(JAVA_INT, i * POLLFD_BYTES, i < fds.length ? fds[i] : event);
                set.set(JAVA_SHORT, i * POLLFD_BYTES + 4, POLLIN);
            }
            int ready = (int) poll.invokeExact(set, (long) fds.length + 1, timeoutMs);
            boolean woken = set.get(JAVA_SHORT, fds.length * POLLFD_BYTES + 6) != 0;
            if (ready > 0 && woken) drain();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void drain() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) eventRead.invokeExact(event, arena.allocate(JAVA_LONG));
        }
    }

    /** Makes {@link #await} return. */
    void wake() {
        try {
            int _ = (int) eventWrite.invokeExact(event, 1L);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives a handle back. */
    void close(int fd) {
        try {
            int _ = (int) close.invokeExact(fd);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (event >= 0) close(event);
    }
}
