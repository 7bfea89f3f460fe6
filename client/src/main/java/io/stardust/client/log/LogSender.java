package io.stardust.client.log;

import io.stardust.protocol.loop.Loop;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends what an app logs to its server, in batches. Thread-safe. {@link #offer} never waits: what has no room is
 * dropped. While the server is away batches wait, on disk where a folder is given, the oldest going first when there
 * are too many. What is dropped is counted, and said in the log itself once there is room again. Each batch has a
 * number, so that one whose answer was lost is not stored twice. What is still in memory when the process is killed is
 * lost.
 */
public final class LogSender implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.stardust.client.log");
    private static final int BATCH = 1_000; // events
    private static final int BATCH_CHARS = 256 << 10;
    private static final long LOOK_MS = 200;
    private static final long GATHER_MS = 100; // what comes within it goes in one request
    private static final long GATHER_LONG_MS = 1_000; // while the server is away
    private static final long FIRST_RETRY_MS = 500;
    private static final long LAST_RETRY_MS = 30_000;
    private static final long CLOSE_MS = 3_000;
    private static final String OWN = "io.stardust.client";

    private final LogSettings settings;
    private final BlockingQueue<LogEvent> events;
    private final LogDoor door;
    private final AtomicLong noRoom = new AtomicLong();
    private final AtomicLong overdue = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Loop loop = Loop.of("stardust-logs", this::next, this::turn);
    private volatile boolean closed;
    // of the loop alone
    private @Nullable Waiting waiting;
    private String sender = "";
    private long number;
    private long retryAt;
    private long gatherUntil = System.nanoTime();
    private int failures;
    private String refusal = "";
    private Drops noted = Drops.NONE;
    private final DropReport report = new DropReport();

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
        noRoom.incrementAndGet();
        return false;
    }

    /** How many events were dropped so far: no room, too long a wait for the server, refused by it. */
    public long dropped() {
        return drops().total();
    }

    private Drops drops() {
        return new Drops(noRoom.get(), overdue.get(), refused.get());
    }

    /** Null at the end; empty when nothing came for a moment. An event after a pause goes at once. */
    private @Nullable List<LogEvent> next() throws InterruptedException {
        List<LogEvent> batch = new ArrayList<>();
        LogEvent each = events.poll(LOOK_MS, TimeUnit.MILLISECONDS);
        if (each == null && closed) {
            say(report.last(drops()));
            return null;
        }
        int chars = 0;
        while (each != null) {
            batch.add(each);
            chars += chars(each);
            if (batch.size() == BATCH || chars >= BATCH_CHARS) break;
            each = closed ? events.poll() : events.poll(gatherUntil - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        return batch;
    }

    private static int chars(LogEvent event) {
        return event.message().length()
                + (event.stack() == null ? 0 : event.stack().length());
    }

    private void turn(List<LogEvent> batch) {
        send(batch);
        Waiting kept = waiting();
        while (!kept.isEmpty() && isDue()) {
            again(kept);
            if (events.size() > events.remainingCapacity()) break; // before there is no room for new ones
        }
        gatherUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(kept.isEmpty() ? GATHER_MS : GATHER_LONG_MS);
        say(report.due(drops(), System.nanoTime()));
    }

    private void send(List<LogEvent> batch) {
        Waiting kept = waiting();
        int count = batch.size();
        if (kept.isEmpty()) note(batch);
        if (!batch.isEmpty()) {
            byte[] body = OtlpWriter.request(settings, batch);
            number++;
            if (!kept.isEmpty() || !sent(number, body, count)) overdue.addAndGet(kept.add(number, body, count));
        }
    }

    /** Says in the log itself what is missing there. */
    private void note(List<LogEvent> batch) {
        Drops now = drops();
        Drops fresh = now.since(noted);
        if (fresh.total() == 0) return;
        noted = now;
        long time = System.currentTimeMillis() * 1_000_000;
        batch.add(new LogEvent(time, LogEvent.Level.WARN, OWN + ".log", "", "", words(fresh), null, Map.of()));
    }

    private void say(@Nullable Drops fresh) {
        if (fresh != null) LOG.log(Level.WARNING, words(fresh));
    }

    private String words(Drops drops) {
        return drops.inWords(settings.app(), refusal);
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

    private boolean isDue() {
        return System.nanoTime() - retryAt >= 0;
    }

    private void again(Waiting kept) {
        long oldest = kept.oldest();
        int count = kept.events(oldest);
        byte[] body = kept.read(oldest);
        if (body == null) overdue.addAndGet(count);
        if (body == null || sent(oldest, body, count)) kept.remove(oldest);
        loop.beat();
    }

    /** False when it has to be sent again. */
    private boolean sent(long batch, byte[] body, int count) {
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
            refusal = door.why();
            refused.addAndGet(count);
        }
        failures = 0;
        retryAt = System.nanoTime();
        return true;
    }

    /** Sends what is there, for a few seconds; the rest waits on disk where there is a folder. */
    @Override
    public void close() {
        closed = true;
        loop.join(java.time.Duration.ofMillis(CLOSE_MS));
        loop.close();
    }
}
