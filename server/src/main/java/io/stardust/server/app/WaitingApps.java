package io.stardust.server.app;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.server.access.Rate;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Visible;
import java.time.InstantSource;

/**
 * The apps that wait to be let in. Anybody can knock, so they are bounded: in all, from one address, and in how fast
 * they come. When it is full, those go first that have not asked for an hour, then one of the address that has the
 * most. Thread-safe.
 */
final class WaitingApps {
    /** In all. */
    static final int MOST = 1_000;
    /** That were let in at once and have not shown a secret yet. */
    private static final int OPEN = 5_000;
    /** From one address. */
    static final int OF_ADDRESS = 100;

    private static final int A_MINUTE = 60;
    private static final int A_MINUTE_IN_ALL = 1_000;
    private static final long HOUR_MS = 3_600_000;
    private static final long WEEK_MS = 7 * 24 * HOUR_MS;

    private final AppStore apps = new AppStore();
    private final WaitingAppStore store = new WaitingAppStore();
    private final Rate rate;

    /** @param clock a steady one */
    WaitingApps(InstantSource clock) {
        this.rate = new Rate(clock, A_MINUTE, A_MINUTE_IN_ALL);
    }

    /**
     * A newcomer knocks, or is let in at once; to be called before anything is written for it.
     *
     * @throws Refused 429 if that happens too often
     */
    void knock(String sender) {
        if (!rate.take(sender)) throw new Refused(429, "too many new apps within a minute; ask again in a minute");
    }

    /**
     * Makes room for one that comes from {@code sender}.
     *
     * @throws Refused 403 if there is none
     */
    void makeRoom(Tx tx, String sender) {
        long now = tx.now().toEpochMilli();
        forgetSilent(tx, now - WEEK_MS);
        if (store.from(tx.sql(), sender) >= OF_ADDRESS || store.all(tx.sql()) >= MOST) {
            forgetSilent(tx, now - HOUR_MS);
        }
        if (store.from(tx.sql(), sender) >= OF_ADDRESS) throw full("too many apps of your address wait for approval");
        if (store.all(tx.sql()) < MOST) return;
        String crowd = store.mostFrom(tx.sql());
        if (store.from(tx.sql(), crowd) <= store.from(tx.sql(), sender) + 1) {
            throw full("too many apps wait for approval");
        }
        store.longestSilentFrom(tx.sql(), crowd).ifPresent(silent -> forget(tx, silent));
    }

    /**
     * Demands that there is room for one that is let in at once.
     *
     * @throws Refused 403 if there is none
     */
    void requireRoom(Tx tx) {
        if (store.open(tx.sql()) >= OPEN) throw full("too many apps came by themselves and have not shown a secret");
    }

    private void forgetSilent(Tx tx, long before) {
        store.silentSince(tx.sql(), before).forEach(silent -> forget(tx, silent));
    }

    /** One that waits goes. */
    void forget(Tx tx, long id) {
        App silent = apps.find(tx.sql(), Visible.everything(), id).orElseThrow();
        apps.delete(tx.sql(), id);
        tx.record("app.deleted", silent.projectId(), id, silent.view(), null);
    }

    private static Refused full(String why) {
        return new Refused(
                Envelope.FORBIDDEN, why + " (expected: to ask again when some were approved, or an app made by hand)");
    }
}
