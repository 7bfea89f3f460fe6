package io.stardust.server.node;

import io.stardust.api.node.NodeView;
import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.server.access.Rate;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Visible;
import java.time.InstantSource;
import java.util.List;

/**
 * Those who wait for approval. Anybody can knock, so they are bounded: in all, from one address, of one hardware, and
 * in how fast they come. When it is full, those go first who have not asked for an hour, then one of the address that
 * has the most, so that one who knocks a thousand times keeps nobody else out. Thread-safe.
 */
final class WaitingRoom {
    /** In all. */
    static final int MOST = 1_000;
    /** From one address. */
    static final int OF_ADDRESS = 100;
    /** Of the same hardware: a client that forgets its code each time must not fill the room. */
    static final int TWINS = 3;

    private static final int A_MINUTE = 60;
    private static final int A_MINUTE_IN_ALL = 1_000;
    private static final long HOUR_MS = 3_600_000;
    private static final long WEEK_MS = 7 * 24 * HOUR_MS;

    private final NodeStore store;
    private final Rate rate;

    /** @param clock a steady one */
    WaitingRoom(NodeStore store, InstantSource clock) {
        this.store = store;
        this.rate = new Rate(clock, A_MINUTE, A_MINUTE_IN_ALL);
    }

    /**
     * A newcomer knocks; to be called before anything is written for it.
     *
     * @throws Refused 429 if that happens too often
     */
    void knock(String sender) {
        if (!rate.take(sender)) {
            throw new Refused(429, "too many new nodes within a minute; ask again in a minute");
        }
    }

    /**
     * Makes room for one that comes from {@code sender}.
     *
     * @param twins nodes of the same hardware
     * @throws Refused 403 if there is none
     */
    void makeRoom(Tx tx, String sender, List<Long> twins) {
        long now = tx.now().toEpochMilli();
        store.waitingSilentSince(tx.sql(), now - WEEK_MS).forEach(silent -> forget(tx, silent));
        long waitingTwins = twins.stream()
                .filter(id -> store.find(tx.sql(), Visible.everything(), id)
                        .filter(twin -> !twin.approved())
                        .isPresent())
                .count();
        if (waitingTwins >= TWINS) throw full("too many nodes of this hardware wait for approval");
        boolean crowded = store.waitingFrom(tx.sql(), sender) >= OF_ADDRESS;
        boolean full = store.waiting(tx.sql()) >= MOST;
        if (crowded || full) {
            store.waitingSilentSince(tx.sql(), now - HOUR_MS).forEach(silent -> forget(tx, silent));
        }
        if (store.waitingFrom(tx.sql(), sender) >= OF_ADDRESS) {
            throw full("too many nodes of your address wait for approval");
        }
        if (store.waiting(tx.sql()) >= MOST) makeRoomAmongThe(tx, sender);
    }

    private void makeRoomAmongThe(Tx tx, String sender) {
        String crowd = store.mostWaitingFrom(tx.sql());
        boolean fair = store.waitingFrom(tx.sql(), crowd) > store.waitingFrom(tx.sql(), sender) + 1;
        if (!fair) throw full("too many nodes wait for approval");
        store.longestSilentFrom(tx.sql(), crowd).ifPresent(silent -> forget(tx, silent));
    }

    private static Refused full(String why) {
        return new Refused(
                Envelope.FORBIDDEN, why + " (expected: an enrolment token, or to ask again when some were approved)");
    }

    private void forget(Tx tx, NodeView silent) {
        store.delete(tx.sql(), silent.id());
        tx.record("node.deleted", silent.projectId(), silent.id(), silent, null);
    }
}
