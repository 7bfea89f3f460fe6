package io.stardust.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.SecretProof;
import io.stardust.server.ManualClock;
import io.stardust.server.access.secret.KeyRing;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.app.AppKeys.Issued;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppKeysTest {
    private static final Duration LIFE = Duration.ofDays(30);
    private static final Duration OVERLAP = Duration.ofDays(1);

    @TempDir
    Path data;

    private final ManualClock clock = new ManualClock();
    private Database db;
    private Changes changes;
    private AppKeys keys;
    private AppDoor door;
    private Secrets secrets;

    @BeforeEach
    void start() {
        db = TestDatabase.in(data).start();
        changes = new Changes(db, clock);
        secrets = new Secrets(new KeyRing(data.resolve("keys/secret.key")));
        keys = new AppKeys(db, changes, secrets, clock, new Random(1));
        door = new AppDoor(db, clock);
        changes.listenAtOnce(door);
        changes.write("test", tx -> {
            new AppStore().insert(tx.sql(), App.made(5, 1, "shop", null, null, clock.millis()));
            new AppStore().insert(tx.sql(), App.made(6, 1, "till", null, null, clock.millis()));
            return 0;
        });
    }

    @AfterEach
    void stop() {
        db.close();
        TestDatabase.drop(data);
    }

    private Issued issue(long placement) {
        return changes.write("test", tx -> keys.issueForPlacement(tx, 5, placement, LIFE, OVERLAP));
    }

    @Test
    void shown_findsTheKey_whicheverWayItIsShown() {
        String secret = issue(70).secret();
        issue(71);
        String proof = SecretProof.of(secret, clock.instant());

        var plain = keys.shown(5, secret, null);
        var salted = keys.shown(5, proof, 70L);

        assertThat(plain).isPresent().isEqualTo(salted);
        assertThat(keys.shown(5, secret, 71L)).isEqualTo(plain);
        assertThat(keys.shown(6, secret, 70L)).isEmpty();
        assertThat(keys.shown(5, "wrong", 70L)).isEmpty();
    }

    @Test
    void issueForPlacement_endsTheOlderKeyAfterTheOverlap() {
        Issued older = issue(70);
        long olderId = keys.shown(5, older.secret(), null).orElseThrow();
        clock.advance(LIFE.minus(Duration.ofDays(5)));

        Issued newer = issue(70);

        assertThat(newer.expiresAt()).isEqualTo(clock.instant().plus(LIFE));
        assertThat(keys.shown(5, older.secret(), 70L)).isPresent();
        assertThat(door.holds(5, olderId)).isTrue();
        clock.advance(OVERLAP);
        assertThat(keys.shown(5, older.secret(), 70L)).isEmpty();
        assertThat(door.holds(5, olderId)).isFalse();
        assertThat(keys.shown(5, newer.secret(), 70L)).isPresent();
    }

    @Test
    void issueForPlacement_makesNoKeyLiveLonger_whenItEndsWithinTheOverlap() {
        Issued older = issue(70);
        clock.advance(LIFE.minus(Duration.ofHours(1)));

        issue(70);

        clock.advance(Duration.ofHours(1));
        assertThat(keys.shown(5, older.secret(), 70L)).isEmpty();
    }

    @Test
    void revokeOfPlacement_endsItsKeysAlone() {
        Issued here = issue(70);
        Issued there = issue(71);
        long id = keys.shown(5, here.secret(), null).orElseThrow();

        int revoked = changes.write("test", tx -> keys.revokeOfPlacement(tx, 70));

        assertThat(revoked).isEqualTo(1);
        assertThat(door.holds(5, id)).isFalse();
        assertThat(keys.shown(5, here.secret(), 70L)).isEmpty();
        assertThat(keys.shown(5, there.secret(), null)).isPresent();
    }

    @Test
    void reseal_sealsEveryKeyAnew_andItsSecretStays() {
        Issued key = issue(70);
        secrets.renew();

        int count = Objects.requireNonNull(db.write(
                sql -> new AppKeyStore().reseal(sql, text -> secrets.seal(secrets.open(text)))));

        assertThat(count).isEqualTo(1);
        assertThat(keys.shown(5, key.secret(), 70L)).isPresent();
    }

    @Test
    void expire_deletesKeysThatEndedLongAgo() {
        issue(70);
        clock.advance(LIFE.plus(LIFE).plusMillis(1));
        issue(71);

        int gone = db.write(
                sql -> AppKeyStore.expire(sql, clock.instant().minus(LIFE).toEpochMilli(), 100));

        assertThat(gone).isEqualTo(1);
    }
}
