package io.stardust.client.config;

import io.stardust.client.link.AnswerTooLarge;
import io.stardust.client.link.Link;
import io.stardust.client.registry.Registry;
import io.stardust.client.registry.Subscription;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.config.ConfigChange;
import io.stardust.protocol.config.ConfigHeld;
import io.stardust.protocol.config.ConfigInfo;
import io.stardust.protocol.config.ConfigQuery;
import io.stardust.protocol.loop.Loop;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The app's config. The first question waits for the server, two seconds unless {@code Stardust} was told otherwise,
 * and then answers with what the disk kept; from then on everything is answered from memory, and changes arrive within
 * milliseconds of their publish. An app that never asks costs nothing. Thread-safe.
 *
 * <pre>{@code
 * Supplier<Pool> pool = stardust.config().bind(values -> new Pool(values.get("db:host"), values.getInt("db:pool", 10)));
 * }</pre>
 *
 * <p>One thread, a daemon: {@code stardust-config} asks, makes what is bound, and tells listeners.
 */
public final class Config implements AutoCloseable {
    static final System.Logger LOG = System.getLogger("io.stardust.client.config");

    /** Where nothing is pushed, and in case a push was lost. */
    private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long RETRY_MS = 1_000;
    private static final int RETRY_DOUBLINGS = 5;

    private final Link link;
    private final Facts facts;
    private final Cellar cellar;
    private final Addresses addresses;
    private final ReadKeys keys = new ReadKeys();
    private final Object beginning = new Object();
    private final Object renewing = new Object();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final Semaphore rung = new Semaphore(0);
    private final AtomicBoolean due = new AtomicBoolean();
    private final AtomicReference<@Nullable ConfigChange> pushed = new AtomicReference<>();
    private final List<Consumer<Values>> listeners = new CopyOnWriteArrayList<>();
    private final List<Bound<?>> bounds = new CopyOnWriteArrayList<>();
    private final Loop loop = Loop.of("stardust-config", this::rest, turn -> turn());
    private volatile Values values; // written while renewing is held
    private volatile boolean asking; // the loop goes
    private volatile boolean begun; // the first wait is over

    // of the loop's thread
    private @Nullable Told told; // by a server, in this life
    private boolean fresh; // the values are not made of it yet
    private long nextQuestion;
    private int failures;
    private String refusal = ""; // logged once

    /**
     * How the app asks.
     *
     * @param scope Environment label; null: as the server's rules say.
     * @param firstWait How long the first question may wait for the server.
     */
    public record Facts(@Nullable String scope, Duration firstWait) {}

    /** Made by {@code Stardust}; begins to ask when somebody asks here. */
    public Config(Link link, Facts facts, Cellar cellar, Registry registry) {
        this.link = link;
        this.facts = facts;
        this.cellar = cellar;
        this.addresses = new Addresses(registry, rung::release);
        this.values = new Values(0, Objects.requireNonNullElse(facts.scope(), ""), Map.of(), keys);
    }

    /** All values of the newest release; those of one object belong together. */
    public Values values() {
        begin();
        return values;
    }

    /** The value, which may be empty; null when there is none. */
    public @Nullable String get(String key) {
        return values().get(key);
    }

    /** The value; {@code absent} when there is none. */
    public String get(String key, String absent) {
        return values().get(key, absent);
    }

    /**
     * Makes something of the values, now and with each release; what the returned supplier gives was made of one
     * release as a whole. What {@code maker} throws of later values is logged, and the old one stays.
     *
     * @throws RuntimeException what {@code maker} throws of the first ones
     */
    public <T> Supplier<T> bind(Function<Values, T> maker) {
        begin();
        synchronized (renewing) { // so that none misses a release
            var bound = new Bound<>(maker, values);
            bounds.add(bound);
            return bound;
        }
    }

    /**
     * Tells {@code listener} of each release whose values differ from those before, after everything that is bound was
     * made of it; on a thread of ours, so a listener that takes long keeps the next release waiting. Close what is
     * returned to hear no more.
     */
    public Subscription onChange(Consumer<Values> listener) {
        begin();
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Something was published, or a push may have been lost. Returns at once; does nothing before the first question.
     */
    public void ask() {
        if (!asking) return;
        due.set(true);
        rung.release();
    }

    /**
     * Takes what a publish changes, when {@code text} is that. Returns at once, false when it is something else; on the
     * thread that reads the socket.
     */
    public boolean text(String text) {
        if (!text.startsWith(ConfigChange.PREFIX)) return false;
        if (!asking) return true;
        @Nullable ConfigChange change = change(text.substring(ConfigChange.PREFIX.length()));
        // two at once are two that led on from one version, or one upon the other: all is read instead
        if (change == null || pushed.getAndSet(change) != null) due.set(true);
        rung.release();
        return true;
    }

    private static @Nullable ConfigChange change(String json) {
        try {
            return Json.WIRE.read(json, ConfigChange.class);
        } catch (Json.BadJson e) {
            LOG.log(Level.WARNING, "a change of the config cannot be read, and all of it is asked for");
            return null;
        }
    }

    private void begin() {
        if (begun) return;
        synchronized (beginning) {
            if (begun) return;
            Told kept = cellar.load();
            if (kept != null) addresses.watch(kept.values()); // the registry asks meanwhile
            asking = true;
            due.set(true);
            loop.start();
            boolean inTime = await();
            if (kept != null) fallBack(kept);
            if (!inTime) {
                long version = values.version();
                LOG.log(
                        Level.WARNING,
                        "no config from a server within " + facts.firstWait() + "; going on "
                                + (version == 0 ? "without" : "with version " + version + ", as the disk kept it"));
            }
            begun = true;
        }
    }

    private boolean await() {
        try {
            return answered.await(facts.firstWait().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void fallBack(Told kept) {
        if (values.version() != 0) return;
        Map<String, String> found = addresses.in(kept.values());
        synchronized (renewing) {
            if (values.version() == 0) values = new Values(kept.version(), kept.scope(), found, keys);
        }
    }

    private Boolean rest() throws InterruptedException {
        long wait = due.get() ? 0 : nextQuestion - System.nanoTime();
        if (rung.tryAcquire(wait, TimeUnit.NANOSECONDS)) rung.drainPermits();
        else due.set(true);
        return Boolean.TRUE;
    }

    private void turn() {
        boolean applied = apply(pushed.getAndSet(null));
        boolean over = due.getAndSet(false) && question();
        show();
        Told now = told;
        if (applied && now != null) {
            link.say(ConfigChange.PREFIX + Json.WIRE.text(new ConfigHeld(now.version())));
        }
        if (over) answered.countDown();
    }

    /** Returns whether {@code change} led on from what was told; else all is asked for. */
    private boolean apply(@Nullable ConfigChange change) {
        if (change == null) return false;
        Told known = told;
        boolean fits = known != null
                && change.from() != 0
                && known.version() == change.from()
                && known.scope().equalsIgnoreCase(Objects.requireNonNullElse(change.scope(), ""));
        if (known == null || !fits) {
            due.set(true);
            return false;
        }
        told = known.with(change);
        fresh = true;
        return true;
    }

    /** Returns whether nobody needs to wait any longer. */
    private boolean question() {
        nextQuestion = System.nanoTime() + POLL_NANOS;
        if (!link.isLoggedIn()) return false; // a login asks anew
        try {
            ReadKeys.Batch batch = keys.next();
            Told known = told;
            ConfigInfo answer = ask(known, batch);
            // another server, or the same one restored: what it counts is not what we hold
            if (answer.configs() == null && !isOf(answer, known)) answer = ask(null, batch);
            keys.told(batch);
            Map<String, String> configs = answer.configs();
            if (configs != null) {
                told = new Told(answer.version(), scope(answer), configs);
                fresh = true;
            }
            failures = 0;
            refusal = "";
            return true;
        } catch (Envelope.Refused e) {
            complain("the question for the config is refused: " + e.code() + " " + e.getMessage());
            return e.code() != Envelope.UNAUTHORIZED; // else a login follows, and this is asked again
        } catch (AnswerTooLarge e) {
            complain("the config cannot be read: " + e.getMessage());
            return true;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the config waits for a server: " + e.getMessage());
            long longest = RETRY_MS << Math.min(failures++, RETRY_DOUBLINGS); // a fleet shall not come back at once
            long pause = longest / 2 + ThreadLocalRandom.current().nextLong(longest);
            nextQuestion = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
            return false;
        }
    }

    private ConfigInfo ask(@Nullable Told known, ReadKeys.Batch batch) throws IOException {
        var question = new ConfigQuery(
                null,
                null,
                null,
                facts.scope(),
                known == null ? 0 : known.version(),
                ReadKeys.Batch.text(batch.used()),
                ReadKeys.Batch.text(batch.missed()));
        ConfigInfo answer = link.call("POST", "/Config/GetAll", Map.of(), question, ConfigInfo.class);
        if (answer == null) throw new IOException("an empty answer");
        return answer;
    }

    private static boolean isOf(ConfigInfo answer, @Nullable Told known) {
        return known != null
                && known.version() == answer.version()
                && known.scope().equalsIgnoreCase(scope(answer));
    }

    private static String scope(ConfigInfo answer) {
        return Objects.requireNonNullElse(answer.scope(), "").strip();
    }

    private void complain(String words) {
        if (!words.equals(refusal)) LOG.log(Level.WARNING, words);
        refusal = words;
    }

    /** Makes the newest values of what was told, when that or an address in it is another. */
    private void show() {
        Told now = told;
        if (now == null) return;
        if (addresses.takeChanged() || fresh) {
            addresses.watch(now.values());
            take(new Values(now.version(), now.scope(), addresses.in(now.values()), keys));
            fresh = false;
        }
        cellar.keep(now);
    }

    private void take(Values next) {
        synchronized (renewing) {
            boolean same = next.all().equals(values.all());
            values = next;
            if (same) return;
            for (Bound<?> each : bounds) each.renew(next);
        }
        for (Consumer<Values> each : listeners) {
            try {
                each.accept(next);
            } catch (RuntimeException e) { // a border: the app's own code
                LOG.log(Level.ERROR, "a listener of the config failed", e);
            }
        }
    }

    /** Ends the thread; what was known last can still be asked. */
    @Override
    public void close() {
        loop.close();
        addresses.close();
        answered.countDown();
    }
}
