package io.stardust.agent;

import io.stardust.agent.files.Trouble;
import io.stardust.client.link.CommandLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands this node has begun, in {@code commands.log}: one line each, {@code + ID TIME} when it begins and
 * {@code - ID TIME} when the server has its reply. Bounded. Thread-safe.
 */
final class CommandNotes implements CommandLog {
    private static final Logger LOG = LoggerFactory.getLogger(CommandNotes.class);

    /** Longer than the server hands a command over again. */
    private static final Duration KEPT = Duration.ofHours(24);

    private static final int MOST = 1_000;
    private static final int LINE_BYTES = 40; // at most
    private static final long MAX_BYTES = 128 << 10;

    private final Path file;
    private final InstantSource clock;
    private final long maxBytes;
    private final Map<Long, Note> notes = new LinkedHashMap<>(); // guarded by this, oldest first

    private record Note(long at, boolean answered) {}

    CommandNotes(Path state, InstantSource clock) {
        this(state, clock, MAX_BYTES);
    }

    CommandNotes(Path state, InstantSource clock, long maxBytes) {
        this.maxBytes = maxBytes;
        this.file = state.resolve("commands.log");
        this.clock = clock;
    }

    @Override
    public synchronized Known load() {
        try {
            for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\n")) take(line.split(" "));
        } catch (NoSuchFileException e) {
            LOG.debug("no command was ever begun here");
        } catch (IOException e) {
            LOG.warn("{}: cannot be read, commands begun before may be carried out again: {}", file, e.toString());
        }
        Set<Long> unanswered = new LinkedHashSet<>();
        Set<Long> answered = new LinkedHashSet<>();
        trim();
        notes.forEach((id, note) -> (note.answered ? answered : unanswered).add(id));
        return new Known(unanswered, answered);
    }

    /** The last line may be half: of an agent that was killed. */
    private void take(String[] parts) {
        if (parts.length != 3) return;
        try {
            notes.put(Long.parseLong(parts[1]), new Note(Long.parseLong(parts[2]), parts[0].equals("-")));
        } catch (NumberFormatException e) {
            LOG.debug("{}: a line is not readable and is skipped", file);
        }
    }

    @Override
    public synchronized void begun(long id, String name) throws IOException {
        Note note = new Note(clock.millis(), false);
        try {
            append("+ " + id + " " + note.at + "\n", true);
        } catch (IOException e) {
            // what ends this agent would come again and again; the rest is remembered while it lives
            if (name.startsWith("node/re"))
                throw new IOException("not done, it could not be noted: " + Trouble.words(e), e);
            LOG.warn("command {}: begun without a note on disk: {}", id, e.toString());
        }
        notes.put(id, note);
    }

    @Override
    public synchronized void answered(long id) {
        Note note = notes.get(id);
        if (note == null) return; // it needed none
        notes.put(id, new Note(note.at, true));
        try {
            append("- " + id + " " + note.at + "\n", false);
        } catch (IOException e) {
            LOG.debug("{}: {}", file, e.toString());
        }
    }

    private void append(String line, boolean force) throws IOException {
        if (Files.exists(file) && Files.size(file) > maxBytes) rewrite();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) channel.write(bytes);
            if (force) channel.force(true);
        }
    }

    private void rewrite() throws IOException {
        trim();
        var text = new StringBuilder();
        notes.forEach((id, note) -> text.append(note.answered ? "- " : "+ ")
                .append(id)
                .append(' ')
                .append(note.at)
                .append('\n'));
        Path part = file.resolveSibling("commands.log.new");
        Files.writeString(part, text, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Leaves room for as much again, so that not each line after it rewrites the file. */
    private void trim() {
        long most = Math.min(MOST, maxBytes / 2 / LINE_BYTES);
        long oldest = clock.millis() - KEPT.toMillis();
        var all = notes.values().iterator();
        while (all.hasNext()) {
            boolean old = all.next().at < oldest;
            if (old || notes.size() > most) all.remove();
            else break;
        }
    }
}
