package io.stardust.client.log;

import io.stardust.protocol.loop.Loop;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends what an app logs to its server, in batches. Thread-safe. {@link #offer} never waits: what has no room is
 * dropped, counted, and said in the log itself once there is room again. While the server is away batches wait, on disk
 * where a folder is given, the oldest going first when there are too many. Each batch has a number, so that one whose
 * answer was lost is not stored twice. What is still in memory when the process is killed is lost.
 */
public final class LogSender implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.stardust.client.log");
    private static final int BATCH = 1_000; // events
    private static final int BATCH_CHARS = 256 << 10;
    private static final long GATHER_MS = 200;
    private static final long FIRST_RETRY_MS = 500;
    private static final long LAST_RETRY_MS = 30_000;
    private static final long CLOSE_MS = 3_000;
    private static final String OWN = "io.stardust.client";

    private final LogSettings settings;
    private final BlockingQueue<LogEvent> events;
    private final LogDoor door;
    private final AtomicLong dropped = new AtomicLong(); // not yet said
    private final AtomicLong droppedInAll = new AtomicLong();
    private final Loop loop = Loop.of("stardust-logs", this::next, this::turn);
    private volatile boolean closed;
    // of the loop alone
    private @Nullable Waiting waiting;
    private String sender = "";
    private long number;
    private long retryAt;
    private int failures;

    /** Touches nothing yet. */
    public LogSender(LogSettings settings) {
        this.settings = settings;
        this.events = new ArrayBlockingQueue<>(settings.capacity());
        this.door = new LogDoor(settings);
    }

    /** Begins to send. */
    public LogSender start() {
        loop.start();
        return this;
    }

    /**
     * Takes an event; false when there is no room for it, or it is closed. Never waits. What this SDK logs, and what is
     * logged while it sends, is not taken and does not count: it would feed itself.
     */
    public boolean offer(LogEvent event) {
        if (event.logger().startsWith(OWN) || loop.isCurrent()) return false;
        if (!closed && events.offer(event)) return true;
        dropped.incrementAndGet();
        droppedInAll.incrementAndGet();
        return false;
    }

    /** How many events were dropped so far. */
    public long dropped() {
        return droppedInAll.get();
    }

    /** Null at the end; empty when nothing came for a moment. */
    private @Nullable List<LogEvent> next() throws InterruptedException {
        List<LogEvent> batch = new ArrayList<>();
        LogEvent first = events.poll(GATHER_MS, TimeUnit.MILLISECONDS);
        if (first == null) return closed ? null : batch;
        int chars = chars(first);
        batch.add(first);
        while (batch.size() < BATCH && chars < BATCH_CHARS) {
            LogEvent each = events.poll();
            if (each == null) break;
            batch.add(each);
            chars += chars(each);
        }
        return batch;
    }

    private static int chars(LogEvent event) {
        return event.message().length()
                + (event.stack() == null ? 0 : event.stack().length());
    }

    private void turn(List<LogEvent> batch) {
        Waiting kept = waiting();
        long lost = kept.isEmpty() ? dropped.getAndSet(0) : 0;
        if (lost > 0) batch.add(said(lost));
        if (!batch.isEmpty()) {
            byte[] body = OtlpWriter.request(settings, batch);
            number++;
            if (!kept.isEmpty() || !sent(number, body)) keep(kept, number, body, batch.size());
        }
        while (!kept.isEmpty() && isDue()) again(kept);
    }

    private Waiting waiting() {
        Waiting known = waiting;
        if (known != null) return known;
        Waiting made = new Waiting(settings.folder(), settings.maxBytes());
        sender = sender(settings.folder());
        number = Math.max(made.last(), System.currentTimeMillis()); // behind all that were sent before
        waiting = made;
        return made;
    }

    /** The same as long as there is a folder, so that what waits there is known again. */
    private static String sender(@Nullable Path folder) {
        String fresh = UUID.randomUUID().toString();
        if (folder == null) return fresh;
        Path file = folder.resolve("sender");
        try {
            if (Files.exists(file)) {
                String known = Files.readString(file).strip();
                if (known.matches("[A-Za-z0-9-]{1,64}")) return known;
            }
            Files.createDirectories(folder);
            Files.writeString(file, fresh);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "no name of its own on disk", e);
        }
        return fresh;
    }

    private void keep(Waiting kept, long batch, byte[] body, int count) {
        int gone = kept.add(batch, body);
        if (gone == 0) return;
        dropped.addAndGet((long) gone * count); // about: those that went were as large
        droppedInAll.addAndGet((long) gone * count);
    }

    private boolean isDue() {
        return System.nanoTime() - retryAt >= 0;
    }

    private void again(Waiting kept) {
        long oldest = kept.oldest();
        byte[] body = kept.read(oldest);
        if (body == null || sent(oldest, body)) kept.remove(oldest);
        loop.beat();
    }

    /** False when it has to be sent again. */
    private boolean sent(long batch, byte[] body) {
        if (!isDue()) return false;
        LogDoor.Answer answer = door.send(sender + "/" + batch, body);
        if (answer == LogDoor.Answer.LATER) {
            if (failures++ == 0) {
                LOG.log(Level.WARNING, settings.server() + " takes no logs now, they wait: " + door.why());
            }
            long pause = Math.min(FIRST_RETRY_MS << Math.min(failures - 1, 10), LAST_RETRY_MS);
            retryAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
            return false;
        }
        if (answer == LogDoor.Answer.REFUSED) {
            LOG.log(Level.WARNING, settings.server() + " refused a batch of logs, which is dropped: " + door.why());
        }
        failures = 0;
        retryAt = System.nanoTime();
        return true;
    }

    private static LogEvent said(long lost) {
        String words = String.format(Locale.ROOT, "%,d events of this app were dropped: they came too fast", lost);
        return new LogEvent(
                System.currentTimeMillis() * 1_000_000,
                LogEvent.Level.WARN,
                "io.stardust.client.log",
                "",
                "",
                words,
                null,
                Map.of());
    }

    /** Sends what is there, for a few seconds; the rest waits on disk where there is a folder. */
    @Override
    public void close() {
        closed = true;
        loop.join(java.time.Duration.ofMillis(CLOSE_MS));
        loop.close();
    }
}
