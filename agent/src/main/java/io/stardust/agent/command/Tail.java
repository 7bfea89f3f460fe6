package io.stardust.agent.command;

import io.stardust.agent.files.Regular;
import io.stardust.protocol.Json;
import io.stardust.protocol.Printable;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.deploy.OutputChunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the end of files, of those below the allowed folders alone: a link that leads out of them is refused, whoever
 * made it. Bounded in what it reads and in how long it waits. Thread-safe.
 */
public final class Tail {
    private static final int MAX_BYTES = 14_000; // as JSON text within a reply of 32,000 characters, also when escaped
    private static final int MAX_JSON = 31_000;
    private static final int LINES = 100;
    private static final int MAX_LINES = 5_000;
    private static final int MAX_WAIT_S = 20;
    private static final long LOOK_MS = 250;

    private final Path data;
    private final List<Path> allowed;
    /** Commands run on four threads: who waits may not take all of them. */
    private final Semaphore waiting = new Semaphore(2);

    /** @param more folders that may be read besides the apps' and their logs' */
    public Tail(Path data, List<Path> more) {
        this.data = data;
        var folders =
                new java.util.ArrayList<>(List.of(data.resolve("apps"), data.resolve("shadow"), data.resolve("logs")));
        folders.addAll(more);
        this.allowed = List.copyOf(folders);
    }

    /** Returns an {@link OutputChunk} as JSON; its {@code Next} continues it. */
    String run(CommandModel command) throws IOException, InterruptedException {
        TailOrder order = order(command.argument());
        Path path = path(order.path());
        int lines = order.lines() <= 0 ? LINES : Math.min(order.lines(), MAX_LINES);
        long from = position(order.after());
        if (from >= 0) awaitMore(path, from, Math.min(order.waitSeconds(), MAX_WAIT_S));
        try (FileChannel channel = open(path)) {
            return from < 0 ? end(channel, lines) : since(channel, from);
        }
    }

    private static TailOrder order(@Nullable String argument) {
        if (argument == null || argument.isBlank()) {
            throw new IllegalArgumentException("argument: none (expected: {\"path\":…,\"lines\":…})");
        }
        if (!argument.strip().startsWith("{")) return new TailOrder(argument.strip(), 0, null, 0);
        try {
            return Json.WIRE.read(argument, TailOrder.class);
        } catch (Json.BadJson e) {
            throw new IllegalArgumentException("argument: " + e.getMessage(), e);
        }
    }

    private Path path(@Nullable String path) {
        if (path == null || path.isBlank() || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("path: missing (expected: a file below " + allowed + ")");
        }
        return data.resolve(path);
    }

    /** The file, however it is reached; what is not there and what is not allowed look alike. */
    private FileChannel open(Path path) throws IOException {
        FileChannel channel = Regular.below(path, allowed);
        if (channel != null) return channel;
        throw new IllegalArgumentException("path: no " + path + " (expected: a file below " + allowed + ")");
    }

    private static long position(@Nullable String text) {
        if (text == null || text.isBlank()) return -1;
        try {
            long at = Long.parseLong(text);
            if (at >= 0) return at;
        } catch (NumberFormatException _) {
            // told below
        }
        throw new IllegalArgumentException("after: '" + text + "' (expected: the next of an earlier answer)");
    }

    private void awaitMore(Path path, long from, int seconds) throws IOException, InterruptedException {
        if (seconds <= 0 || size(path) != from || !waiting.tryAcquire()) return;
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < end && size(path) == from) TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        } finally {
            waiting.release();
        }
    }

    private long size(Path path) throws IOException {
        try (FileChannel channel = open(path)) {
            return channel.size();
        }
    }

    private static String end(FileChannel channel, int lines) throws IOException {
        long size = channel.size();
        byte[] bytes = read(channel, Math.max(0, size - MAX_BYTES), size);
        int start = 0;
        int found = 0;
        for (int i = bytes.length - 2; i >= 0; i--) { // a line break at the very end ends a line, it begins none
            if (bytes[i] == '\n' && ++found == lines) {
                start = i + 1;
                break;
            }
        }
        return answer(bytes, start, size);
    }

    /** A file that has become shorter was begun anew. */
    private static String since(FileChannel channel, long from) throws IOException {
        long begin = from > channel.size() ? 0 : from;
        long end = Math.min(channel.size(), begin + MAX_BYTES);
        return answer(read(channel, begin, end), 0, end);
    }

    private static byte[] read(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) (to - from));
        channel.position(from);
        int n = 0;
        while (buffer.hasRemaining() && n >= 0) n = channel.read(buffer);
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static String answer(byte[] bytes, int start, long next) {
        String text = Printable.of(new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8));
        String json = Json.WIRE.text(new OutputChunk(text, Long.toString(next), false));
        while (json.length() > MAX_JSON) { // control characters, six for one
            text = text.substring(text.length() / 2);
            json = Json.WIRE.text(new OutputChunk(text, Long.toString(next), true));
        }
        return json;
    }
}
