package io.stardust.server.live;

import io.stardust.protocol.loop.Loop;
import io.stardust.server.change.Change;
import io.stardust.server.change.ChangeStore;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.PlacementListener;
import io.stardust.server.http.Caller;
import io.stardust.server.instance.AppNews;
import io.stardust.server.instance.InstanceListener;
import io.stardust.server.node.NodeNews;
import io.stardust.server.node.NodeStore;
import io.stardust.server.node.Presence;
import io.stardust.server.rollout.GlanceStore;
import io.stardust.server.rollout.RolloutEvents;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongUnaryOperator;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who watch what happens, each only what they may see. Thread-safe. News are noted where they arise, which
 * costs nothing when nobody watches; one thread looks up what they are about, so that a burst about one thing is one
 * look and one event.
 */
public final class Live
        implements Change.Listener, PlacementListener, RolloutEvents.Listener, Presence.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Live.class);

    /**
     * Open streams of one person: some pages of some browsers. A page that was left is noticed only when its stream is
     * written to, so who goes from page to page leaves some behind; the oldest give way, which nobody reads.
     */
    static final int PER_USER = 32;

    private static final int WAITING = 20_000;
    private static final int AT_ONCE = 1_000;

    /** Missed changes that are told one by one; who missed more reads anew. */
    private static final int MISSED = 500;

    private final Database db;
    private final NodeStore nodes;
    private final LongUnaryOperator instances;
    private final GlanceStore glances = new GlanceStore();
    private final List<Feed> feeds = new CopyOnWriteArrayList<>();
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>(WAITING);
    private final Loop loop = Loop.of("live", this::gathered, this::tellAll);

    /** @param instances how many of an app are there */
    public Live(Database db, NodeStore nodes, LongUnaryOperator instances) {
        this.db = db;
        this.nodes = nodes;
        this.instances = instances;
    }

    /** Begins to tell. */
    public Live start() {
        loop.start();
        return this;
    }

    @Override
    public void changed(Change change) {
        if (mayTakeRightsAway(change)) feeds.forEach(Feed::doubt);
        note(new Changed(change));
        if (change.subjectId().isEmpty()
                || !Character.isDigit(change.subjectId().charAt(0))) return;
        long id = Long.parseLong(change.subjectId());
        switch (change.subjectKind()) {
            case "node" -> note(new OfNode(id));
            case "placement" -> note(new OfPlacement(id, true));
            case "rollout" -> note(new OfRollout(id));
            default -> {}
        }
    }

    private static boolean mayTakeRightsAway(Change change) {
        return change.before() != null
                && switch (change.subjectKind()) {
                    case "session", "token", "person", "membership", "project" -> true;
                    default -> false;
                };
    }

    @Override
    public void observed(long placementId, long deploymentId) {
        note(new OfPlacement(placementId, false));
    }

    @Override
    public void moved(long rolloutId) {
        note(new OfRollout(rolloutId));
    }

    @Override
    public void cameOrWent(long nodeId) {
        note(new OfNode(nodeId));
    }

    /** Hears of instances. */
    public InstanceListener instances() {
        return new InstanceEar(one -> note(new OfApp(one.appId(), one.projectId())));
    }

    private void note(News one) {
        if (feeds.isEmpty() || news.offer(one)) return;
        LOG.warn("more happens than can be told: {} listeners are sent to read anew", feeds.size());
        news.clear();
        feeds.forEach(Feed::cut);
    }

    /**
     * Opens a stream for the thread that calls, which reads it and closes it. Who has as many as they may loses the
     * oldest.
     */
    Feed open(Caller caller) {
        var feed = new Feed(caller.userId(), caller.visible());
        synchronized (feeds) {
            List<Feed> theirs = feeds.stream()
                    .filter(other -> other.userId() == caller.userId())
                    .toList();
            for (Feed oldest : theirs.subList(0, Math.max(0, theirs.size() - PER_USER + 1))) {
                feeds.remove(oldest); // at once: its thread may take a while to end
                oldest.cut();
            }
            feeds.add(feed);
        }
        return feed;
    }

    void close(Feed feed) {
        feeds.remove(feed);
        feed.done();
    }

    /** How many watch. */
    int open() {
        return feeds.size();
    }

    /** The changes after {@code lastSeen}, or that they are too many. */
    Missed missed(Visible visible, long lastSeen) {
        List<Change> found = db.read(sql -> ChangeStore.after(sql, visible, lastSeen, MISSED + 1));
        boolean tooMany = found.size() > MISSED;
        return new Missed(tooMany ? List.of() : found.stream().map(Event::of).toList(), tooMany);
    }

    /** What was missed; empty when that is more than is told one by one. */
    record Missed(List<Event> events, boolean tooMany) {}

    /** The thread that works here. */
    public Loop loop() {
        return loop;
    }

    private List<News> gathered() throws InterruptedException {
        List<News> batch = new ArrayList<>();
        batch.add(news.take());
        news.drainTo(batch, AT_ONCE - 1);
        return batch;
    }

    private void tellAll(List<News> batch) {
        if (feeds.isEmpty()) return;
        boolean told = false;
        try {
            tell(batch);
            told = true;
        } finally {
            if (!told) feeds.forEach(Feed::cut); // those who watch read anew
        }
    }

    private void tell(List<News> batch) {
        Set<OfApp> ofApps = new LinkedHashSet<>();
        Set<Long> ofNodes = new LinkedHashSet<>();
        Set<Long> ofPlacements = new LinkedHashSet<>();
        Set<Long> ofRollouts = new LinkedHashSet<>();
        Set<Long> wanted = new LinkedHashSet<>();
        List<Event> events = new ArrayList<>();
        for (News one : batch) {
            switch (one) {
                case Changed(var change) -> events.add(Event.of(change));
                case OfApp app -> ofApps.add(app);
                case OfNode(long id) -> ofNodes.add(id);
                case OfPlacement(long id, boolean byPeople) -> {
                    ofPlacements.add(id);
                    if (byPeople) wanted.add(id);
                }
                case OfRollout(long id) -> ofRollouts.add(id);
            }
        }
        for (OfApp app : ofApps) {
            events.add(Event.of(new AppNews(app.id(), app.projectId(), instances.applyAsLong(app.id()))));
        }
        db.read(sql -> {
            ofRollouts.addAll(glances.rolloutsOf(sql, wanted));
            addNodes(sql, ofNodes, events);
            glances.placements(sql, ofPlacements).forEach(found -> events.add(Event.of(found)));
            glances.rollouts(sql, ofRollouts).forEach(found -> events.add(Event.of(found)));
            return events;
        });
        for (Event event : events) for (Feed feed : feeds) feed.offer(event);
    }

    private void addNodes(Handle sql, Set<Long> ids, List<Event> events) {
        for (long id : ids) {
            nodes.find(sql, Visible.everything(), id).ifPresent(node -> events.add(Event.of(NodeNews.of(node))));
        }
    }

    /** Ends every stream. */
    @Override
    public void close() {
        feeds.forEach(Feed::cut);
        loop.close();
    }

    /** What has happened, to be looked up. */
    private sealed interface News {}

    private record Changed(Change change) implements News {}

    private record OfApp(long id, long projectId) implements News {}

    private record OfNode(long id) implements News {}

    private record OfPlacement(long id, boolean byPeople) implements News {}

    private record OfRollout(long id) implements News {}
}
