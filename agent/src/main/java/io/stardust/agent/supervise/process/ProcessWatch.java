package io.stardust.agent.supervise.process;

import io.stardust.protocol.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees the end of processes that are no children of this one, within milliseconds (the runtime's own way polls with a
 * growing pause and was seen 2 s late). One thread waits for all of them; it exists only while there is something to
 * watch, as most agents never adopt anything. Thread-safe.
 */
public final class ProcessWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessWatch.class);
    private static final int POLL_MS = 20; // where the kernel has no pidfd (before 5.3)

    private final ProcTable table;
    private final boolean pidfdWanted;
    private final List<Watched> watched = new ArrayList<>();
    private @Nullable PidFds fds;
    private @Nullable Loop thread;
    private boolean closed;

    /** @param pidfd False polls /proc even where the kernel could tell. */
    public ProcessWatch(ProcTable table, boolean pidfd) {
        this.table = table;
        this.pidfdWanted = pidfd;
    }

    private record Watched(long pid, long startTicks, Runnable ended, int fd) {}

    /** Runs {@code ended} once, on the watching thread, when the process has ended; at once if it already has. */
    synchronized void watch(long pid, long startTicks, Runnable ended) {
        if (closed) return;
        if (thread == null) {
            fds = pidfdWanted ? PidFds.open() : null;
            thread = Loop.of("process-watch", this::copy, this::look).start();
        }
        int fd = fds == null ? -1 : fds.of(pid);
        watched.add(new Watched(pid, startTicks, ended, fd));
        if (fds != null) fds.wake();
    }

    private void look(List<Watched> now) throws InterruptedException {
        Loop here;
        synchronized (this) {
            here = thread;
        }
        if (here != null) here.rest();
        await(now);
        for (Watched each : now) {
            // The start is compared after the pidfd was opened: the pid may have been given away before.
            if (!table.runs(each.pid(), each.startTicks())) end(each);
        }
    }

    /** Nothing left means that this thread ends; decided under the lock, so that nobody relies on it afterwards. */
    private synchronized @Nullable List<Watched> copy() {
        if (watched.isEmpty() || closed) {
            if (fds != null) fds.close();
            fds = null;
            thread = null;
            return null;
        }
        return List.copyOf(watched);
    }

    private void await(List<Watched> now) throws InterruptedException {
        PidFds waiting;
        synchronized (this) {
            waiting = fds;
        }
        boolean all = waiting != null && now.stream().allMatch(each -> each.fd() >= 0);
        if (waiting != null) {
            waiting.await(
                    now.stream().mapToInt(Watched::fd).filter(fd -> fd >= 0).toArray(), all ? -1 : POLL_MS);
        } else {
            Thread.sleep(POLL_MS);
        }
    }

    private void end(Watched each) {
        synchronized (this) {
            watched.remove(each);
            if (fds != null && each.fd() >= 0) fds.close(each.fd());
        }
        try {
            each.ended().run();
        } catch (RuntimeException | Error e) {
            LOG.error("process {}: its end could not be handled", each.pid(), e);
        }
    }

    /** Stops watching; nothing is told any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (fds != null) fds.wake();
        if (thread != null && fds == null) thread.close();
    }
}
