package io.stardust.agent.supervise.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One process of an app, started by this agent or by an earlier one. Its output goes to a file and it has a session of
 * its own, so it lives on when the agent does not. Thread-safe.
 *
 * @param pid Also the id of its session, when it was started in one.
 * @param startTicks See {@link ProcTable.Entry}.
 * @param started For people. How long it has run is counted from {@code startedNanos}: the clock may be set meanwhile.
 * @param startedNanos By {@link System#nanoTime}.
 * @param run Marks what it starts, see {@link Mark}; null = an agent before runs had names started it.
 * @param adopted Found running, not started by this agent.
 * @param exit Completes when it ends, on an arbitrary thread.
 */
public record ManagedProcess(
        long pid,
        long startTicks,
        Instant started,
        long startedNanos,
        @Nullable String run,
        boolean adopted,
        CompletableFuture<Exit> exit) {
    /** The agent's own. Its service spares it (-900); what it starts shall not inherit that. */
    private static final int INHERITED_SCORE = inheritedScore();

    /**
     * How it ended.
     *
     * @param code Above 128 = signal + 128; null = unknown (adopted).
     * @param nanos When that was seen, by {@link System#nanoTime}.
     */
    public record Exit(@Nullable Integer code, long nanos) {
        /** Just now. */
        public static Exit now(@Nullable Integer code) {
            return new Exit(code, System.nanoTime());
        }
    }

    /**
     * Starts a process; returns once it runs the first program of {@link Launch#wrapped}.
     *
     * @param run Another one for each start of an app; null = it is not the process of an app.
     * @throws IOException if it cannot be started at all
     */
    public static ManagedProcess start(Launch launch, @Nullable String run, ProcTable table, InstantSource clock)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launch.wrapped())
                .directory(launch.directory().toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(launch.output().toFile()));
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        if (run != null) {
            builder.environment().put(Mark.RUN, run);
            builder.environment().put(Mark.EUREKA_RUN, run);
        }
        endLine(launch.output());
        Instant started = clock.instant();
        long nanos = System.nanoTime(); // before: a busy machine that comes back late does not shorten its life
        Process process = builder.start();
        CompletableFuture<Exit> exit = process.onExit().thenApply(ended -> Exit.now(ended.exitValue()));
        long startTicks =
                table.find(process.pid()).map(ProcTable.Entry::startTicks).orElse(0L);
        if (launch.oomScore() != 0 || INHERITED_SCORE < 0) score(process.pid(), launch.oomScore());
        return new ManagedProcess(process.pid(), startTicks, started, nanos, run, false, exit);
    }

    /** What an earlier process left unfinished, such as its last words, becomes a line of its own. */
    private static void endLine(Path output) {
        var last = ByteBuffer.allocate(1);
        try (FileChannel read = FileChannel.open(output, StandardOpenOption.READ);
                FileChannel append = FileChannel.open(output, StandardOpenOption.APPEND)) {
            if (read.size() == 0 || read.read(last, read.size() - 1) != 1 || last.get(0) == '\n') return;
            append.write(ByteBuffer.wrap(new byte[] {'\n'}));
        } catch (IOException _) {
            // nothing was printed yet, or the disk is full: no reason not to start
        }
    }

    private static int inheritedScore() {
        try {
            return Integer.parseInt(
                    Files.readString(Path.of("/proc/self/oom_score_adj")).strip());
        } catch (IOException | NumberFormatException _) {
            return 0; // no such kernel
        }
    }

    private static void score(long pid, int oomScore) throws IOException {
        Path file = Path.of("/proc", Long.toString(pid), "oom_score_adj");
        try {
            Files.writeString(file, Integer.toString(oomScore));
        } catch (IOException e) {
            // A score below the present one needs a privilege the agent may not have, and the process may have ended
            // already: it runs, or is restarted, without.
            org.slf4j.LoggerFactory.getLogger(ManagedProcess.class)
                    .warn("process {}: {} not set to {}: {}", pid, file, oomScore, e.getMessage());
        }
    }

    /** Each start is one of its own. A record's usual way makes classes at run time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    public boolean ended() {
        return exit.isDone();
    }

    /** How long it has run until now. */
    public Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** How long it had run when it ended. */
    public Duration uptime(Exit end) {
        return Duration.ofNanos(end.nanos() - startedNanos);
    }
}
