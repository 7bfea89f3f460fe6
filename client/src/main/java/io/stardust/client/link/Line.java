package io.stardust.client.link;

import io.avaje.jsonb.JsonType;
import io.stardust.client.link.Wire.Request;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.loop.Chore;
import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.loop.LoopState;
import io.stardust.protocol.loop.Workers;
import io.stardust.protocol.node.PingResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a started link does, in one thread: log in, then heartbeat, socket, commands that wait for their time and
 * replies that wait for the server, each when it is due. {@link #start} and {@link #close} may be called from any
 * thread.
 */
final class Line {
    private static final int COMMAND_THREADS = 4;
    private static final int MAX_WAITING_COMMANDS = 1_000;
    private static final int MAX_PERIOD_SECONDS = 600;
    private static final Duration REPLY_RETRY = Duration.ofSeconds(2);
    private static final Duration MOVE_RETRY = Duration.ofMinutes(10);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final JsonType<Object> pingAnswer;
    private final JsonType<Object> anyAnswer = Json.WIRE.type(Object.class);

    private final Pace pace;
    private final Ends ends;
    private final Wire wire;
    private final Session session;
    private final Bell bell;
    private final RandomGenerator random = new Random();
    private final Replies replies;
    private final ThreadPoolExecutor commandThreads;
    private final CommandInbox inbox;
    private final Push push;
    private final Outage outage = new Outage();
    private final Loop loop = Loop.of("link", this::due, due -> turn());

    // of the line's thread alone
    private Duration period;
    private long nextPing;
    private long login; // the number of the one that was told
    private int unapproved;
    private boolean pinged; // since that login
    private String movedTo = "";
    private long nextMove = System.nanoTime();

    private long wait; // ns until the next turn

    private volatile boolean closed;

    /** What the owner put at the line's near end. */
    record Ends(Identity identity, Commands commands, Listener listener, CommandLog log, InstantSource clock) {}

    Line(LinkSettings settings, Ends ends, Wire wire, Session session, Bell bell) {
        this.pace = settings.pace();
        this.period = pace.period();
        this.ends = ends;
        this.pingAnswer = Json.WIRE.type(ends.identity.pingType());
        this.wire = wire;
        this.session = session;
        this.bell = bell;
        this.replies = new Replies(session, ends.log, bell::ring);
        this.commandThreads = new ThreadPoolExecutor(
                COMMAND_THREADS,
                COMMAND_THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING_COMMANDS),
                new Workers("link-command"));
        commandThreads.allowCoreThreadTimeOut(true);
        this.inbox = new CommandInbox(ends.commands, commandThreads, replies::send, wire::serverTime, ends.log);
        this.push = new Push(new Push.Parts(settings, ends.listener, random), wire, session, this::take, bell::ring);
    }

    void start() {
        inbox.begin();
        loop.start();
    }

    private void take(CommandModel command) {
        inbox.accept(command);
        bell.ring(); // it may have been put off until a time before the next heartbeat
    }

    /** Any thread. */
    boolean say(String text) {
        return push.say(text);
    }

    LoopState state() {
        return loop.state();
    }

    private Boolean due() throws InterruptedException {
        bell.rest(wait);
        return Boolean.TRUE;
    }

    private void turn() {
        wait = 0; // after a failure
        long next = session.isLoggedIn() ? tend() : login();
        long due = inbox.runDue(); // ms
        wait = due > next / 1_000_000 ? next : due * 1_000_000;
    }

    /** Tries once; returns ns to wait. */
    private long login() {
        push.close("logged out");
        try {
            if (session.login()) return 0;
            outage.over();
            if (unapproved++ == 0) {
                Link.LOG.log(Level.INFO, "the server knows this node; waiting for somebody to approve it");
            }
            return pace.approval().after(unapproved, random).toNanos();
        } catch (IOException | Envelope.Refused e) {
            return pace.login().after(outage.failed(failure(e)), random).toNanos();
        }
    }

    private static String failure(Exception e) {
        return (e instanceof Envelope.Refused ? "the server refuses the login: " : "cannot log in: ") + e.getMessage();
    }

    /** Does what is due while logged in; returns ns to wait. */
    private long tend() {
        long latest = session.logins();
        if (login != latest) {
            login = latest;
            outage.over();
            unapproved = 0;
            pinged = false;
            Link.LOG.log(Level.INFO, "logged in at " + wire.servers().current());
            nextPing = System.nanoTime() + pace.firstPing().toNanos();
            ends.listener.loggedIn();
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
        @Nullable Duration retry = null;
        try {
            Object body = ends.identity.ping(ends.clock.millis(), wire.delayMs());
            Object told = session.call(Request.post(session.path("Ping"), body), pingAnswer);
            if (told == null) throw new IOException("an empty answer to the heartbeat");
            PingResponse answer = ends.identity.pingAnswer(told);
            pinged = true;
            outage.over();
            wire.serverTime(answer.serverTime());
            String renewed = answer.token();
            if (renewed != null && !renewed.isEmpty()) wire.token(renewed);
            if (answer.period() > 0) period = Duration.ofSeconds(Math.min(answer.period(), MAX_PERIOD_SECONDS));
            if (answer.commands() != null) answer.commands().forEach(inbox::accept);
            ends.listener.heartbeat();
            ends.listener.desiredRevision(answer.desiredRevision());
            ends.listener.clockPeriod(answer.syncTime());
            String newServer = answer.newServer();
            if (newServer != null && !newServer.isBlank()) move(newServer.strip());
        } catch (Envelope.Refused e) {
            Link.LOG.log(Level.WARNING, "heartbeat refused: " + e.code() + " " + e.getMessage());
            if (e.code() == Envelope.FORBIDDEN) session.forget(token); // upstream: here, and only here, log in again
        } catch (IOException e) {
            retry = pace.login().after(outage.failed("no answer to the heartbeat: " + e.getMessage()), random);
        }
        // by the period that was just told: the server counts by it from now on
        Duration wait = push.isOpen() || period.compareTo(pace.poll()) < 0 ? period : pace.poll();
        if (retry != null && retry.compareTo(wait) < 0) wait = retry;
        nextPing = System.nanoTime() + wait.toNanos();
    }

    /** Goes where the server sends us, when they let us in there; stays otherwise and tries again later. */
    private void move(String text) {
        if (text.equals(movedTo) && System.nanoTime() - nextMove < 0) return;
        movedTo = text;
        nextMove = System.nanoTime() + MOVE_RETRY.toNanos();
        try {
            List<URI> servers = LinkSettings.parse(text);
            if (servers.isEmpty() || servers.equals(wire.servers().all())) return;
            session.move(servers);
            Link.LOG.log(Level.INFO, "moved to " + text);
            ends.listener.moved(text);
        } catch (IOException | Envelope.Refused | IllegalArgumentException e) {
            Link.LOG.log(Level.WARNING, "the server sends us to " + text + ", but: " + e.getMessage() + "; staying");
        }
    }

    void close() {
        if (closed) return;
        closed = true;
        loop.close();
        commandThreads.shutdownNow();
        if (session.isLoggedIn()) goodbye();
        push.close("stopping");
        wire.token(null);
    }

    private void goodbye() {
        Thread logout = Chore.start("link-logout", () -> {
            try {
                session.call(new Request("GET", session.path("Logout"), Map.of("reason", "stopping"), null), anyAnswer);
            } catch (IOException | Envelope.Refused e) {
                Link.LOG.log(Level.DEBUG, "no goodbye: " + e.getMessage());
            }
        });
        try {
            logout.join(GOODBYE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
