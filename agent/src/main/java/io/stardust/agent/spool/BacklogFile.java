package io.stardust.agent.spool;

import io.stardust.agent.files.Modes;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.StepReport;
import io.stardust.protocol.node.EventModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backlog on disk: one line each, a letter and JSON, appended as it comes and cut when all was told. A kill of the
 * agent loses nothing; a power cut may lose the last seconds, which the supervisor then sees and tells anew. Not
 * thread-safe.
 */
final class BacklogFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BacklogFile.class);

    /** When it has grown by this, what was told, replaced or dropped is cut out although more waits. */
    private static final long MAX_BYTES = 8L << 20;

    private final Path file;
    private @Nullable FileChannel channel;
    private long sizeAfterRewrite;
    private boolean broken;

    BacklogFile(Path file) {
        this.file = file;
    }

    /** Reads what an earlier agent left into {@code backlog}, and opens the file for more. */
    void open(Backlog backlog) throws IOException {
        Modes.makeFolderOf(file);
        if (Files.exists(file)) load(backlog);
        FileChannel opened = Modes.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (opened.size() > 0) opened.write(ByteBuffer.wrap(new byte[] {'\n'})); // ends the half line of a kill
        channel = opened;
    }

    private void load(Backlog backlog) throws IOException {
        int bad = 0;
        try (BufferedReader lines =
                new BufferedReader(new java.io.InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && !add(backlog, line.charAt(0), line.substring(1))) bad++;
            }
        }
        if (bad > 0) LOG.warn("{}: {} lines were not readable and are skipped", file, bad);
    }

    private static boolean add(Backlog backlog, char kind, String json) {
        try {
            switch (kind) {
                case 'P' -> backlog.add(Json.WIRE.read(json, PlacementReport.class));
                case 'S' -> backlog.add(Json.WIRE.read(json, StepReport.class));
                case 'E' -> backlog.add(Json.WIRE.read(json, EventModel.class));
                default -> {
                    return false;
                }
            }
            return true;
        } catch (Json.BadJson e) {
            return false; // the last line of an agent that was killed
        }
    }

    /** Appends one entry; a disk that fails costs the entry its life over a restart, not the agent its own. */
    void append(Object entry, Backlog backlog) {
        FileChannel open = channel;
        if (open == null) return;
        try {
            if (open.size() - sizeAfterRewrite > MAX_BYTES) {
                rewrite(open, backlog.everything()); // the entry is in it
                return;
            }
            ByteBuffer line = ByteBuffer.wrap(line(entry));
            while (line.hasRemaining()) open.write(line);
            if (broken) LOG.info("{}: can be written again", file);
            broken = false;
        } catch (IOException e) {
            if (!broken) LOG.warn("{}: cannot be written, reports are kept in memory only: {}", file, e.toString());
            broken = true;
        }
    }

    private static byte[] line(Object entry) {
        char kind = entry instanceof PlacementReport ? 'P' : entry instanceof StepReport ? 'S' : 'E';
        return (kind + Json.WIRE.text(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Follows the backlog after something of it was told. */
    void shrink(Backlog backlog) throws IOException {
        FileChannel open = channel;
        if (open == null) return;
        if (backlog.isEmpty()) {
            open.truncate(0);
            sizeAfterRewrite = 0;
        } else if (open.size() - sizeAfterRewrite > MAX_BYTES) {
            rewrite(open, backlog.everything());
        }
    }

    private void rewrite(FileChannel old, Backlog.Batch left) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".tmp");
        Modes.makeFile(next);
        try (OutputStream out = new java.io.BufferedOutputStream(Files.newOutputStream(next))) {
            for (Object each : left.placements()) out.write(line(each));
            for (Object each : left.steps()) out.write(line(each));
            for (Object each : left.events()) out.write(line(each));
        }
        old.close();
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        FileChannel opened = FileChannel.open(file, StandardOpenOption.APPEND);
        channel = opened;
        sizeAfterRewrite = opened.size();
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) open.close();
    }
}
