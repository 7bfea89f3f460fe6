package io.stardust.server.command;

import io.stardust.api.command.CommandPage;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.command.CommandReplyModel;
import io.stardust.protocol.command.CommandStatus;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.change.Change;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Expiry;
import io.stardust.server.db.Lease;
import io.stardust.server.db.Slice;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Check;
import io.stardust.server.node.Node;
import io.stardust.server.node.PendingCommands;
import io.stardust.server.push.PushSessions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders nodes about. Thread-safe.
 *
 * <p>An order is kept, pushed at once if the node's channel is open, and repeated in heartbeats until it is answered,
 * has expired or was handed over too often:
 *
 * <pre>
 *   ready ── push or heartbeat ──▶ processing ── reply ──▶ done | cancelled | error
 *     └────────── expired, given up, cancelled by a person ──────▶ cancelled
 * </pre>
 *
 * <p>{@link DeliveryRules} says how often and how long. Nudges and asks are orders that are not kept; their ids come
 * from the same sequence.
 */
public final class Commander implements PendingCommands, Change.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Commander.class);
    private static final int PER_HEARTBEAT = 100;
    private static final int UNANSWERED = 1_000;
    /** Longer ones are cut: {@link io.stardust.protocol.Json} reads no longer text. */
    private static final int RESULT_CHARS = 32_000;

    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final Database db;
    private final Changes changes;
    private final PushSessions sessions;
    private final InstantSource clock;
    private final CommandStore store = new CommandStore();
    private final CommandIds ids;
    private final Replies replies = new Replies();
    /** By node, the newest order that may be unanswered; spares a heartbeat the look into the store. */
    private final Map<Long, Long> unanswered = new ConcurrentHashMap<>();

    private final List<Consumer<Command>> ends = new CopyOnWriteArrayList<>();
    private final Loop loop;

    public Commander(Database db, Changes changes, PushSessions sessions, InstantSource clock, Lease lease) {
        this.db = db;
        this.changes = changes;
        this.sessions = sessions;
        this.clock = clock;
        this.ids = new CommandIds(db);
        this.loop = Loop.every("command-sweep", SWEEP, lease.guarding(this::sweep)::run);
    }

    /** Takes up what was unanswered when the server stopped. */
    public Commander start() {
        unanswered.putAll(db.read(store::newestUnanswered));
        loop.start();
        return this;
    }

    /** What has ended goes when it is old. */
    public static void keep(Expiry expiry, Supplier<Duration> commands) {
        expiry.keep("commands", commands, CommandStore::expire);
    }

    /** Adds a listener; it hears of every kept order that ends from now on, after that is on disk. */
    public void listen(Consumer<Command> listener) {
        ends.add(listener);
    }

    private void tellEnd(long id) {
        Optional<Command> ended = kept(id).filter(Command::isFinal);
        if (ended.isEmpty()) return;
        for (Consumer<Command> listener : ends) {
            try {
                listener.accept(ended.get());
            } catch (RuntimeException e) {
                LOG.error("the end of command {}: a listener failed", id, e);
            }
        }
    }

    /** Draws an id that no other order has, to a node or to whom else. */
    public long drawId() {
        return ids.next();
    }

    /** The kept order {@code id}, as it stands. */
    public Optional<Command> kept(long id) {
        return db.read(sql -> store.find(sql, Visible.everything(), id));
    }

    /** Keeps an order and sends it on its way. */
    public Command send(NewCommand wish) {
        CommandLimits.check(wish, clock.instant());
        Node node = wish.node();
        long id = ids.next();
        boolean pushed = sessions.isOpen(node.code()) && DeliveryRules.isDue(wish.startAt(), clock.instant());
        Command made = changes.write(wish.actor(), tx -> {
            if (store.unansweredCount(tx.sql(), node.id()) >= UNANSWERED) {
                throw new Conflict(
                        "node %d has %d unanswered commands; wait or cancel some".formatted(node.id(), UNANSWERED));
            }
            var command = new Command(
                    id,
                    node.projectId(),
                    node.id(),
                    CommandLimits.name(wish.command()),
                    wish.argument(),
                    pushed ? CommandStatus.PROCESSING : CommandStatus.READY,
                    false,
                    pushed ? 1 : 0,
                    null,
                    tx.now(),
                    wish.actor(),
                    wish.startAt(),
                    wish.expireAt(),
                    pushed ? tx.now() : null,
                    null);
            store.insert(tx.sql(), command);
            tx.record("command.created", node.projectId(), id, null, Audited.of(command));
            return command;
        });
        unanswered.merge(node.id(), id, Math::max);
        // a push that fails is made up for by the next heartbeat
        if (pushed) sessions.send(node.code(), model(made, node));
        LOG.info(
                "command {} {} to node {}: {} by {}",
                id,
                made.command(),
                node.id(),
                pushed ? "pushed" : "kept",
                wish.actor());
        return made;
    }

    /**
     * Keeps an order in a transaction of others', so that both are there or neither. It goes with {@link #push} after
     * the commit, or with the node's next heartbeat.
     */
    public long keep(Tx tx, NewCommand wish) {
        CommandLimits.check(wish, clock.instant());
        Node node = wish.node();
        long id = tx.nextId("command");
        var command = new Command(
                id,
                node.projectId(),
                node.id(),
                CommandLimits.name(wish.command()),
                wish.argument(),
                CommandStatus.READY,
                false,
                0,
                null,
                tx.now(),
                wish.actor(),
                wish.startAt(),
                wish.expireAt(),
                null,
                null);
        store.insert(tx.sql(), command);
        tx.record("command.created", node.projectId(), id, null, Audited.of(command));
        tx.afterCommit(() -> unanswered.merge(node.id(), id, Math::max));
        return id;
    }

    /** Hands over what a node has not got yet, if its channel is open. */
    public void push(Node node) {
        if (!sessions.isOpen(node.code())) return;
        Instant now = clock.instant();
        List<Command> fresh = db.write(sql -> {
            List<Command> due = store.undelivered(sql, node.id(), now.plus(DeliveryRules.LEAD), PER_HEARTBEAT);
            for (Command command : due) store.delivered(sql, command.id(), now);
            return due;
        });
        for (Command command : fresh) {
            boolean sent = sessions.send(node.code(), model(command, node));
            LOG.info(
                    "command {} {} to node {}: {}",
                    command.id(),
                    command.command(),
                    node.id(),
                    sent ? "pushed" : "kept");
        }
    }

    /** As {@link #send}, then waits for the end; returns how it stands when {@code limit} has passed. */
    public Command send(NewCommand wish, Duration limit) {
        Command made = send(wish);
        return limit.isZero() ? made : await(made, limit);
    }

    private Command await(Command command, Duration limit) {
        try (Replies.Waiting waiting = replies.expect(command.id(), command.nodeId())) {
            Command now = stored(command);
            if (now.isFinal()) return now;
            waiting.await(limit);
        }
        return stored(command);
    }

    private Command stored(Command command) {
        return kept(command.id()).orElse(command);
    }

    /**
     * Tells a node to look at its deployments now. Our agents get {@code deploy/publish} over an open channel and look
     * at everything; nothing is kept, since their next heartbeat tells them too. Others get {@code command} itself,
     * kept and repeated.
     *
     * @param command {@code deploy/publish}, {@code deploy/start} and the like
     * @param argument {@code {"Id":…,"DeployName":…,"AppName":…}}
     */
    public void nudge(Node node, String command, String argument, String actor) {
        if (node.foreign()) {
            send(NewCommand.now(node, command, argument, actor));
        } else if (sessions.isOpen(node.code())) {
            sessions.send(node.code(), fleeting(ids.next(), "deploy/publish", argument));
        }
    }

    /**
     * Asks a node over its open channel and waits; nothing is kept. Empty when it has none or does not answer within
     * {@code limit}.
     */
    public Optional<CommandReplyModel> ask(Node node, String command, @Nullable String argument, Duration limit) {
        if (!sessions.isOpen(node.code())) return Optional.empty();
        long id = ids.next();
        try (Replies.Waiting waiting = replies.expect(id, node.id())) {
            boolean sent = sessions.send(node.code(), fleeting(id, CommandLimits.name(command), argument));
            return sent ? waiting.await(limit) : Optional.empty();
        }
    }

    @Override
    public List<CommandModel> deliver(Node node) {
        @Nullable Long newest = unanswered.get(node.id());
        if (newest == null) return List.of();
        Instant now = clock.instant();
        List<Command> open =
                db.read(sql -> store.unanswered(sql, node.id(), now.plus(DeliveryRules.LEAD), PER_HEARTBEAT));
        if (open.isEmpty()) {
            boolean none = db.read(sql -> store.unansweredCount(sql, node.id())) == 0;
            if (none) unanswered.remove(node.id(), newest);
        }
        boolean idle = open.stream()
                .noneMatch(
                        command -> DeliveryRules.isRepeated(command, now) || DeliveryRules.over(command, now) != null);
        if (idle) return List.of();
        List<Long> ended = new ArrayList<>();
        List<Command> given = db.write(sql -> {
            List<Command> due = new ArrayList<>();
            for (Command command : store.unanswered(sql, node.id(), now.plus(DeliveryRules.LEAD), PER_HEARTBEAT)) {
                @Nullable String over = DeliveryRules.over(command, now);
                if (over != null) {
                    store.finished(sql, command.id(), CommandStatus.CANCELLED, over, now);
                    ended.add(command.id());
                } else if (DeliveryRules.isRepeated(command, now)) {
                    store.delivered(sql, command.id(), now);
                    due.add(command);
                }
            }
            return due;
        });
        ended.forEach(this::tellEnd);
        return given.stream().map(command -> model(command, node)).toList();
    }

    /** Takes a node's answer; true when the order is known and the node's own. */
    public boolean reply(Node node, CommandReplyModel reply) {
        boolean isKept = db.read(sql -> store.find(sql, Visible.everything(), reply.id()))
                .filter(command -> command.nodeId() == node.id())
                .isPresent();
        boolean isFinal = reply.status() >= CommandStatus.DONE;
        if (isKept) {
            @Nullable String result = bounded(reply.data());
            if (isFinal) {
                answered(node, reply.id(), reply.status(), result);
            } else {
                db.write(sql -> {
                    store.acknowledged(sql, reply.id(), result);
                    return null;
                });
            }
            LOG.info("command {} at node {}: {}", reply.id(), node.id(), Command.word(reply.status()));
            if (isFinal) tellEnd(reply.id());
        }
        // those who wait read the row, so it comes first
        boolean wasAwaited = isFinal && replies.arrived(node.id(), reply);
        return isKept || wasAwaited;
    }

    /** What came of an order is recorded as its giving was; who answers twice is recorded once. */
    private void answered(Node node, long id, int status, @Nullable String result) {
        changes.write(node.actor(), tx -> {
            Optional<Command> before =
                    store.find(tx.sql(), Visible.everything(), id).filter(command -> !command.isFinal());
            store.answered(tx.sql(), id, status, result, tx.now());
            if (before.isEmpty()) return node;
            Command after = store.find(tx.sql(), Visible.everything(), id).orElseThrow();
            tx.record("command.finished", after.projectId(), id, Audited.of(before.get()), Audited.of(after));
            return node;
        });
    }

    /** The order {@code id}. */
    Command find(Visible visible, long id) {
        return db.read(sql -> store.find(sql, visible, id)).orElseThrow(() -> new NotFound("command", id));
    }

    CommandPage page(Visible visible, long nodeId, long cursor, int limit) {
        List<Command> rows = db.read(sql -> store.page(sql, visible, nodeId, cursor, limit + 1));
        var page = Slice.of(rows, limit, Command::id);
        return new CommandPage(page.views(Command::view), page.next());
    }

    /** Ends an order that is not answered yet; a node that has it already may still carry it out and say so. */
    void cancel(Visible visible, long id, String actor) {
        changes.write(actor, tx -> {
            Command before = store.find(tx.sql(), visible, id).orElseThrow(() -> new NotFound("command", id));
            if (before.isFinal()) throw new Conflict("command %d has ended already".formatted(id));
            store.finished(tx.sql(), id, CommandStatus.CANCELLED, "cancelled by " + actor, tx.now());
            Command after = store.find(tx.sql(), visible, id).orElseThrow(() -> new NotFound("command", id));
            return tx.record("command.cancelled", before.projectId(), id, Audited.of(before), Audited.of(after));
        });
        tellEnd(id);
    }

    /** A node that is gone takes its orders along; one that changes its project, too. */
    @Override
    public void changed(Change change) {
        switch (change.kind()) {
            case "node.deleted" -> {
                long node = Long.parseLong(change.subjectId());
                unanswered.remove(node);
                db.write(sql -> {
                    store.forget(sql, node);
                    return null;
                });
            }
            case "node.updated", "node.approved" -> moved(Long.parseLong(change.subjectId()), change.projectId());
            default -> {}
        }
    }

    private void moved(long node, @Nullable Long project) {
        if (project == null) return;
        db.write(sql -> {
            store.move(sql, node, project);
            return null;
        });
    }

    /** The thread that works here. */
    public Loop loop() {
        return loop;
    }

    private void sweep() {
        if (unanswered.isEmpty()) return;
        Instant now = clock.instant();
        Instant lostBefore = now.minus(DeliveryRules.LOST);
        if (db.read(sql -> store.overdue(sql, now, lostBefore)).isEmpty()) return;
        List<Long> ended = db.write(sql -> {
            List<Long> cancelled = new ArrayList<>();
            for (Command command : store.overdue(sql, now, lostBefore)) {
                @Nullable String over = DeliveryRules.over(command, now);
                if (over == null) continue;
                store.finished(sql, command.id(), CommandStatus.CANCELLED, over, now);
                cancelled.add(command.id());
            }
            return cancelled;
        });
        ended.forEach(this::tellEnd);
    }

    private static CommandModel model(Command command, Node node) {
        return new CommandModel(
                command.id(),
                command.command(),
                command.argument(),
                CommandDates.text(command.startAt(), node),
                CommandDates.text(command.expireAt(), node),
                null,
                CommandStatus.READY);
    }

    private static CommandModel fleeting(long id, String command, @Nullable String argument) {
        return new CommandModel(id, command, argument, "", "", null, CommandStatus.READY);
    }

    private static @Nullable String bounded(@Nullable String result) {
        return result == null ? null : Check.shortened(result, RESULT_CHARS);
    }

    @Override
    public void close() {
        loop.close();
    }
}
