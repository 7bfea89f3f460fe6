package io.stardust.client.link;

import io.avaje.jsonb.JsonType;
import io.stardust.client.link.Wire.Request;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.node.PingResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One identity's line to its servers: logs in, keeps the heartbeat, holds the push socket open, takes commands and
 * makes calls. Thread-safe. All work is done again and again until it succeeds; nothing is thrown at the owner except
 * by {@link #call}, {@link #callList} and {@link #download}.
 *
 * <pre>
 *   logged out ──login──▶ logged in ──socket──▶ connected
 *        ▲                  │   ▲                   │
 *        └──401 or 403──────┘   └──nothing heard────┘   (heartbeats then carry the commands)
 * </pre>
 *
 * <p>Threads, all daemons: {@code link} (login, heartbeat, {@link Listener}), {@code link-read} while a socket is open,
 * and up to four {@code link-command} that end after ten idle seconds.
 */
public final class Link implements AutoCloseable {
    static final System.Logger LOG = System.getLogger("io.stardust.client.link");

    private static final int COMMAND_THREADS = 4;
    private static final int MAX_WAITING_COMMANDS = 1_000;
    private static final int MAX_PERIOD_SECONDS = 600;
    private static final Duration REPLY_RETRY = Duration.ofSeconds(2);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final JsonType<PingResponse> pingAnswer = Json.WIRE.type(PingResponse.class);
    private final JsonType<Object> anyAnswer = Json.WIRE.type(Object.class);

    private final Pace pace;
    private final Identity identity;
    private final Listener listener;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Bell bell = new Bell();
    private final AtomicBoolean newLogin = new AtomicBoolean();
    private final Wire wire;
    private final Session session;
    private final Replies replies;
    private final ThreadPoolExecutor commandThreads;
    private final CommandInbox inbox;
    private final Push push;
    private final Thread thread = Threads.make("link", this::run);
    private final Outage outage = new Outage();

    // of the link's thread alone
    private Duration period;
    private long nextPing;
    private int unapproved;
    private boolean pinged;

    private volatile boolean closed;

    /** Makes a link; {@link #start} sets it going. */
    public Link(
            LinkSettings settings, Identity identity, Credentials credentials, Commands commands, Listener listener) {
        this.pace = settings.pace();
        this.identity = identity;
        this.listener = listener;
        this.clock = InstantSource.system();
        this.random = new Random();
        this.period = pace.period();
        this.wire = new Wire(
                new Http(settings.userAgent()),
                new Servers(settings.servers(), pace.shield(), System::nanoTime),
                clock);
        this.session = new Session(wire, identity, credentials, this::onLogin);
        this.replies = new Replies(session);
        this.commandThreads = new ThreadPoolExecutor(
                COMMAND_THREADS,
                COMMAND_THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING_COMMANDS),
                work -> Threads.make("link-command", work));
        commandThreads.allowCoreThreadTimeOut(true);
        this.inbox = new CommandInbox(commands, commandThreads, replies::send, wire::serverTime);
        this.push = new Push(new Push.Parts(settings, listener, random), wire, session, this::take, bell::ring);
    }

    /** Begins to log in; returns at once. */
    public void start() {
        thread.start();
    }

    /** Whether calls may work now. */
    public boolean isLoggedIn() {
        return session.isLoggedIn();
    }

    /** Now by the server's clock, as far as it is known. */
    public Instant serverTime() {
        return Instant.ofEpochMilli(wire.serverTime());
    }

    /**
     * Calls the server: {@code body} (null = none) as wire JSON, the answer's data as {@code type}. Tries the next
     * server on a network error, logs in again once when the token is refused. Blocks up to 20 s for each server.
     *
     * @param path e.g. {@code /Deploy/Report}
     * @return null when the answer has no data
     * @throws Envelope.Refused if the server said no
     * @throws IOException if there is no login or no server, or the answer is not readable
     */
    public <T> @Nullable T call(
            String method, String path, Map<String, String> query, @Nullable Object body, Class<T> type)
            throws IOException {
        return session.call(new Request(method, path, query, body), Json.WIRE.<T>type(type));
    }

    /** As {@link #call}, for an array; no data is the empty list. */
    public <T> List<T> callList(
            String method, String path, Map<String, String> query, @Nullable Object body, Class<T> type)
            throws IOException {
        List<T> list = session.call(
                new Request(method, path, query, body), Json.WIRE.<T>type(type).list());
        return list == null ? List.of() : list;
    }

    /**
     * Opens a file: {@code url} is absolute or relative to the server in use, {@code from} the first byte wanted. The
     * token travels to our own servers only.
     *
     * @throws java.io.FileNotFoundException if there is no such file or this node may not have it: asking again would
     *     not help
     * @throws IOException if it cannot be had now; what was read so far stays good, ask again from there
     */
    public Download download(String url, long from) throws IOException {
        return session.download(url, from);
    }

    private void onLogin() {
        newLogin.set(true);
        bell.ring();
    }

    private void take(CommandModel command) {
        inbox.accept(command);
        bell.ring(); // it may have been put off until a time before the next heartbeat
    }

    private void run() {
        while (!closed) {
            try {
                long wait = session.isLoggedIn() ? tend() : login();
                long due = inbox.runDue();
                bell.rest(due > wait / 1_000_000 ? wait : due * 1_000_000);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) { // the border: a bug in a listener must not end the line
                LOG.log(Level.ERROR, "the link stumbled", e);
                if (!pause()) return;
            }
        }
    }

    private boolean pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Tries once; returns ns to wait. */
    private long login() {
        push.close("logged out");
        try {
            if (session.login()) return 0;
            outage.over();
            if (unapproved++ == 0) LOG.log(Level.INFO, "the server knows this node; waiting for its approval");
            return pace.approval().after(unapproved, random).toNanos();
        } catch (IOException | Envelope.Refused e) {
            return pace.login()
                    .after(outage.failed("login: " + e.getMessage()), random)
                    .toNanos();
        }
    }

    /** Does what is due while logged in; returns ns to wait. */
    private long tend() {
        if (newLogin.getAndSet(false)) {
            outage.over();
            unapproved = 0;
            pinged = false;
            LOG.log(Level.INFO, "logged in at {0}", wire.servers().current());
            nextPing = System.nanoTime() + pace.firstPing().toNanos();
            listener.loggedIn();
        }
        boolean wasOpen = push.isOpen();
        long socketWait = push.tend();
        boolean reopened = pinged && !wasOpen && push.isOpen(); // commands may have been missed meanwhile
        if (reopened || System.nanoTime() - nextPing >= 0) ping();
        long wait = Math.min(socketWait, Math.max(0, nextPing - System.nanoTime()));
        return replies.flush() ? wait : Math.min(wait, REPLY_RETRY.toNanos());
    }

    private void ping() {
        String token = wire.token();
        Duration wait = push.isOpen() || period.compareTo(pace.poll()) < 0 ? period : pace.poll();
        try {
            Object body = identity.ping(clock.millis(), wire.delayMs());
            PingResponse answer = session.call(Request.post(session.path("Ping"), body), pingAnswer);
            if (answer == null) throw new IOException("an empty answer to the heartbeat");
            pinged = true;
            outage.over();
            wire.serverTime(answer.serverTime());
            String renewed = answer.token();
            if (renewed != null && !renewed.isEmpty()) wire.token(renewed);
            if (answer.period() > 0) period = Duration.ofSeconds(Math.min(answer.period(), MAX_PERIOD_SECONDS));
            if (answer.commands() != null) answer.commands().forEach(inbox::accept);
            listener.desiredRevision(answer.desiredRevision());
        } catch (Envelope.Refused e) {
            LOG.log(Level.WARNING, "heartbeat refused: {0} {1}", e.code(), e.getMessage());
            if (e.code() == Envelope.FORBIDDEN)
                session.forget(token); // upstream: only a refused heartbeat logs in again
        } catch (IOException e) {
            Duration retry = pace.login().after(outage.failed("heartbeat: " + e.getMessage()), random);
            if (retry.compareTo(wait) < 0) wait = retry;
        }
        nextPing = System.nanoTime() + wait.toNanos();
    }

    /** Says goodbye for at most a second and ends the threads; commands under way are interrupted. */
    @Override
    public void close() {
        if (closed) return;
        closed = true;
        thread.interrupt();
        commandThreads.shutdownNow();
        if (session.isLoggedIn()) goodbye();
        push.close("stopping");
        wire.token(null);
    }

    private void goodbye() {
        Thread logout = Threads.start("link-logout", () -> {
            try {
                session.call(new Request("GET", session.path("Logout"), Map.of("reason", "stopping"), null), anyAnswer);
            } catch (IOException | Envelope.Refused e) {
                LOG.log(Level.DEBUG, "no goodbye: {0}", e.getMessage());
            }
        });
        try {
            logout.join(GOODBYE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
