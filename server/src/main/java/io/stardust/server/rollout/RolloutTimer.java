package io.stardust.server.rollout;

import io.stardust.protocol.loop.Loop;
import io.stardust.server.change.Change;
import io.stardust.server.change.Changes;
import io.stardust.server.config.CarriedConfigs;
import io.stardust.server.db.Database;
import io.stardust.server.db.Lease;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.ForeignCommandOutbox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes rollouts on: when a report has moved one, when somebody has done something with one, and when the time of one
 * has come. Thread-safe; one thread does the work. What it knows is in the database, so it begins with all that is
 * under way.
 */
public final class RolloutTimer implements Change.Listener, RolloutEvents.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutTimer.class);
    private static final String ACTOR = "system";

    /** How late a time is noticed; the clock may be one that people turn. */
    private static final long LOOK = 100; // ms

    /** How often it is seen whether the clock was turned. */
    private static final long IDLE = 1_000; // ms

    /** Rollouts that are taken on in one round; the others follow. */
    private static final int ROUND = 50;

    private final Database db;
    private final Changes changes;
    private final InstantSource clock;
    private final Lease lease;
    private final ForeignCommandOutbox orders;
    private final ClockStep step;
    private final RolloutSteps steps;
    private final RolloutStore store = new RolloutStore();
    private final RolloutWakeStore wakes = new RolloutWakeStore();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Set<Long> touched = new LinkedHashSet<>(); // guarded by lock
    private boolean changed = true; // guarded by lock
    private boolean away; // the lease was not held in the last round; of the loop's thread alone
    private long wake; // epoch ms, 0 = when there is news; of the loop's thread alone
    private final Loop loop = Loop.of("rollouts", this::await, this::round);

    public RolloutTimer(
            Database db,
            Changes changes,
            InstantSource clock,
            Lease lease,
            ForeignCommandOutbox orders,
            CarriedConfigs configs,
            RolloutEvents events) {
        this.db = db;
        this.changes = changes;
        this.clock = clock;
        this.lease = lease;
        this.orders = orders;
        this.step = ClockStep.of(clock);
        this.steps = new RolloutSteps(new BatchStart(orders, configs), configs, events);
    }

    /** Begins with what is under way. */
    public RolloutTimer start() {
        touch(db.read(wakes::underWay));
        loop.start();
        return this;
    }

    @Override
    public void changed(Change change) {
        switch (change.subjectKind()) {
            case "rollout", "placement", "deployment", "release" -> {
                lock.lock();
                try {
                    changed = true;
                    news.signal();
                } finally {
                    lock.unlock();
                }
            }
            default -> {}
        }
    }

    @Override
    public void moved(long rolloutId) {
        touch(List.of(rolloutId));
    }

    private void touch(List<Long> rollouts) {
        lock.lock();
        try {
            touched.addAll(rollouts);
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The thread that works here. */
    public Loop loop() {
        return loop;
    }

    /** Takes on what is due, and sets when to look again. */
    private void round(Set<Long> touchedOnes) {
        if (!lease.held()) { // another server takes them on
            away = true;
            wake = 0;
            return;
        }
        if (away) touch(db.read(wakes::underWay));
        away = false;
        boolean looked = false;
        try {
            Set<Long> due = new LinkedHashSet<>(touchedOnes);
            long turned = step.look();
            if (turned != 0) {
                LOG.warn("the clock was turned by {} ms: rollouts wait as long as they would have", turned);
                db.write(sql -> wakes.shift(sql, turned));
            }
            long now = clock.millis();
            due.addAll(db.read(sql -> wakes.due(sql, now, ROUND)));
            for (long id : due) advance(id);
            wake = db.read(wakes::nextWake);
            looked = true;
        } finally {
            if (!looked) again(touchedOnes);
        }
    }

    /** What could not be looked at is looked at in the next round. */
    private void again(Set<Long> touchedOnes) {
        lock.lock();
        try {
            touched.addAll(touchedOnes);
            changed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for news or for {@code wake}, and takes what was touched. */
    private Set<Long> await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(IDLE);
            while (touched.isEmpty()
                    && !changed
                    && (wake == 0 || clock.millis() < wake)
                    && System.nanoTime() - end < 0) {
                news.await(wake == 0 ? IDLE : LOOK, TimeUnit.MILLISECONDS);
            }
            Set<Long> taken = new LinkedHashSet<>();
            for (long id : touched) {
                if (taken.size() == ROUND) break;
                taken.add(id);
            }
            touched.removeAll(taken);
            changed = false;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void advance(long id) {
        try {
            boolean wanted = db.read(sql -> store.find(sql, Visible.everything(), id)
                    .map(rollout -> steps.wants(sql, rollout, clock.millis()))
                    .orElse(false));
            if (!wanted) return;
            Set<Long> told = changes.write(ACTOR, tx -> steps.advance(tx, id));
            orders.tell(told);
        } catch (RuntimeException e) {
            if (loop.isClosed()) throw e;
            LOG.error("rollout {} does not go on", id, e);
            db.write(sql -> wakes.sleep(sql, id, clock.millis() + 60_000));
        }
    }

    @Override
    public void close() {
        loop.close();
        loop.join(Duration.ofSeconds(5));
    }
}
