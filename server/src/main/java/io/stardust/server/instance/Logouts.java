package io.stardust.server.instance;

import io.stardust.server.access.MachineTokens;
import io.stardust.server.access.MachineTokens.Kind;
import io.stardust.server.db.Database;
import io.stardust.server.db.Expiry;
import io.stardust.server.instance.InstanceTokens.Shown;
import io.stardust.server.instance.LogoutStore.Logout;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The logins that instances have ended, kept for as long as their tokens would hold or get others: a server that was
 * started anew would take them again otherwise. Thread-safe.
 */
final class Logouts {
    private static final int FORGET_EVERY = 1_000; // logouts

    private final Database db;
    private final MachineTokens tokens;
    private final InstantSource clock;
    private final LogoutStore store = new LogoutStore();
    private final AtomicInteger ends = new AtomicInteger();

    Logouts(Database db, MachineTokens tokens, InstantSource clock) {
        this.db = db;
        this.tokens = tokens;
        this.clock = clock;
    }

    void keep(Expiry expiry) {
        expiry.keep("logouts of instances", this::kept, store::delete);
    }

    private Duration kept() {
        return tokens.lifetime().plus(InstanceTokens.GRACE);
    }

    /** Takes up what was ended in an earlier life. */
    void start() {
        for (Logout one : db.read(store::all)) {
            String app = Long.toString(one.appId());
            tokens.endedAt(Kind.APP, app, one.client(), one.at());
            tokens.endedAt(Kind.REFRESH, app, one.client(), one.at());
        }
    }

    /** No token of this login holds from now on. */
    void end(Shown shown) {
        if (ends.incrementAndGet() % FORGET_EVERY == 0) {
            tokens.forgetEnded(clock.instant().minus(kept()).toEpochMilli());
        }
        long access = tokens.end(Kind.APP, shown.claims());
        long refresh = tokens.end(Kind.REFRESH, shown.claims());
        var logout = new Logout(shown.appId(), shown.claims().clientId(), Math.max(access, refresh));
        db.write(sql -> {
            store.put(sql, logout);
            return null;
        });
    }
}
