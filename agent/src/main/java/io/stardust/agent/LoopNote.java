package io.stardust.agent;

import io.stardust.protocol.loop.LoopState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the agent's loops fare, in {@code loops} for {@code status}: written when that changes, and once a minute as a
 * sign of life. Not worth a flush. One thread writes.
 */
final class LoopNote {
    private static final Logger LOG = LoggerFactory.getLogger(LoopNote.class);
    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(1);
    private static final Duration SILENCE = SIGN_OF_LIFE.multipliedBy(3);
    private static final String WELL = "well";

    private final Path file;
    private final Supplier<List<LoopState>> loops;
    private final InstantSource clock;
    private String bad = "?";
    private long writtenAt = System.nanoTime();

    LoopNote(Path state, Supplier<List<LoopState>> loops, InstantSource clock) {
        this.file = state.resolve("loops");
        this.loops = loops;
        this.clock = clock;
    }

    void look() {
        List<LoopState> ill = loops.get().stream().filter(LoopState::bad).toList();
        String names = ill.stream().map(LoopState::name).collect(Collectors.joining(","));
        boolean changed = !names.equals(bad);
        if (!changed && System.nanoTime() - writtenAt < SIGN_OF_LIFE.toNanos()) return;
        if (changed && !ill.isEmpty()) LOG.error("{}", words(ill));
        bad = names;
        writtenAt = System.nanoTime();
        write(ill.isEmpty() ? WELL : words(ill));
    }

    private static String words(List<LoopState> ill) {
        return ill.stream().map(LoopState::words).collect(Collectors.joining("; "));
    }

    private void write(String words) {
        Path part = file.resolveSibling("loops.new");
        try {
            Files.writeString(part, clock.millis() + " " + words);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debug("status will not know of the loops: {}", e.getMessage());
        }
    }

    /** What was last written, in words for people; {@code now} in epoch ms. */
    static String read(Path state, long now) {
        try {
            String[] parts = Files.readString(state.resolve("loops")).split(" ", 2);
            long at = Long.parseLong(parts[0]);
            if (now - at > SILENCE.toMillis()) return "no sign of life since " + Instant.ofEpochMilli(at);
            return parts[1];
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
            return "not known yet";
        }
    }
}
