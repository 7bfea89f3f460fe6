package io.stardust.agent.command;

import io.stardust.agent.files.Trouble;
import io.stardust.protocol.Printable;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.loop.Chore;
import io.stardust.protocol.node.EventModel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs shell text that the server sends. Exists only where a setting allows it. Each order is bounded in time and
 * output, its whole process group dies with it, and it is told before and after as an event. Thread-safe.
 */
public final class Shell {
    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);

    private static final int MAX_OUTPUT = 30_000; // bytes; a reply of more than 32,000 characters is refused
    private static final int MAX_AUDIT = 1000; // characters; upstream's
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Path directory;
    private final Duration limit;
    private final InstantSource clock;
    private final Consumer<EventModel> audit;

    /** Runs in {@code directory}, each order for {@code limit} at most. */
    public Shell(Path directory, Duration limit, InstantSource clock, Consumer<EventModel> audit) {
        this.directory = directory;
        this.limit = limit;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * Returns what the text printed, stdout and stderr, with the exit code below when it is not 0.
     *
     * @throws IOException if it could not be started or took too long
     */
    String run(CommandModel command) throws IOException, InterruptedException {
        ShellOrder order = ShellOrder.of(command.argument());
        String text = order.cmd();
        if (text == null || text.isBlank()) throw new IllegalArgumentException("argument: none (expected: shell text)");
        Duration time =
                order.timeout() > 0 && order.timeout() < limit.toMillis() ? Duration.ofMillis(order.timeout()) : limit;

        tell(command, "run: " + text);
        try {
            String printed = run(text, time);
            tell(command, "done: " + printed);
            return printed;
        } catch (IOException e) {
            String words = Trouble.words(e);
            tell(command, "failed: " + words);
            throw new IOException(words, e);
        }
    }

    private String run(String text, Duration time) throws IOException, InterruptedException {
        String shell = Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
        Process process = new ProcessBuilder("setsid", shell, "-c", text) // a session of its own: one group to kill
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        var printed = new Printed(process.getInputStream());
        Thread reader = Chore.start("shell-read", printed::run);
        boolean ended = false;
        try {
            ended = process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            killGroup(process); // also what it left behind in the background
        }
        reader.join(LAST_WORDS.toMillis());
        if (!ended)
            throw new IOException("stopped after " + time.toMillis() + " ms; it had printed: " + printed.text());
        return process.exitValue() == 0 ? printed.text() : printed.text() + "\nexit code " + process.exitValue();
    }

    private static void killGroup(Process process) throws IOException, InterruptedException {
        new ProcessBuilder(List.of("kill", "-KILL", "--", "-" + process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start()
                .waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        process.destroyForcibly();
    }

    private void tell(CommandModel command, String words) {
        String remark = "command " + command.id() + " " + words;
        String cut = remark.length() <= MAX_AUDIT ? remark : remark.substring(0, MAX_AUDIT) + "…";
        LOG.info("{}", cut);
        audit.accept(new EventModel(clock.millis(), "info", String.valueOf(command.command()), cut));
    }

    /** Drains a pipe, keeping its beginning. */
    private static final class Printed implements Runnable {
        private final InputStream in;
        private final byte[] kept = new byte[MAX_OUTPUT];
        private int length;
        private boolean cut;

        Printed(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try (in) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) keep(buffer, n);
            } catch (IOException e) {
                LOG.debug("the pipe ended: {}", e.getMessage());
            }
        }

        private synchronized void keep(byte[] buffer, int count) {
            int room = Math.min(count, kept.length - length);
            System.arraycopy(buffer, 0, kept, length, room);
            length += room;
            cut |= room < count;
        }

        synchronized String text() {
            String text = Printable.of(new String(kept, 0, length, StandardCharsets.UTF_8));
            return cut ? text + "\n… cut after " + MAX_OUTPUT + " bytes" : text;
        }
    }
}
