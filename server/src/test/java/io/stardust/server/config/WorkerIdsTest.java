package io.stardust.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.Envelope.Refused;
import io.stardust.server.ManualClock;
import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.InstanceListener.Departure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers of one app when all of them were given. */
class WorkerIdsTest {
    private static final int ALL = 1_023;

    private final ManualClock clock = new ManualClock();

    @TempDir
    Path data;

    private Database db;

    @BeforeEach
    void start() throws SQLException {
        db = TestDatabase.in(data).start();
        try (Connection sql = TestDatabase.connect(data);
                Statement insert = sql.createStatement()) {
            insert.execute("insert into app (id, project_id, name, enabled, revision, created_at, updated_at)"
                    + " values (7, 1, 'shop', true, 0, 0, 0)");
        }
    }

    @AfterEach
    void stop() {
        db.close();
        TestDatabase.drop(data);
    }

    private static Instance instance(int number) {
        return new Instance(
                7, "shop", 1, "10.0.0.1@" + number, null, "10.0.0.1", null, null, null, null, null, null, true);
    }

    @Test
    void of_keepsTheNumberOfWhoCameBack_whenItsOldOneIsGivenAway() {
        var ids = new WorkerIds(db, clock);
        for (int i = 1; i <= ALL; i++) assertThat(ids.of(instance(i))).isEqualTo(i);
        clock.advance(Duration.ofMinutes(1));
        ids.of(instance(1));
        ids.left(instance(1), Departure.LOGOUT);
        ids.left(instance(2), Departure.ENDED);
        assertThat(ids.of(instance(1))).isEqualTo(2); // free for longer than its own

        assertThat(ids.of(instance(ALL + 1))).isEqualTo(1);

        assertThat(ids.of(instance(1))).isEqualTo(2);
        assertThat(new WorkerIds(db, clock).of(instance(1))).isEqualTo(2);
        assertThatThrownBy(() -> ids.of(instance(ALL + 2)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("all 1,023 worker ids of app shop are taken");
    }
}
