package io.stardust.server.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.instance.LogoutStore.Logout;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogoutsTest {
    @TempDir
    Path data;

    private final LogoutStore store = new LogoutStore();
    private Database db;

    @BeforeEach
    void start() {
        db = TestDatabase.in(data).start();
    }

    @AfterEach
    void stop() {
        db.close();
        TestDatabase.drop(data);
    }

    private void put(long app, String client, long at) {
        db.write(sql -> {
            store.put(sql, new Logout(app, client, at));
            return null;
        });
    }

    @Test
    void put_keepsTheLastLogoutOfAClient() {
        put(5, "10.0.0.7@1", 100);
        put(5, "10.0.0.7@1", 200);
        put(6, "10.0.0.7@1", 150);

        assertThat(db.read(store::all))
                .containsExactlyInAnyOrder(new Logout(5, "10.0.0.7@1", 200), new Logout(6, "10.0.0.7@1", 150));
    }

    @Test
    void delete_forgetsTheOlderOnes_inPortions() {
        for (int i = 0; i < 5; i++) put(5, "10.0.0.7@" + i, 100 + i);

        assertThat(db.<Integer>write(sql -> store.delete(sql, 104, 3))).isEqualTo(3);
        assertThat(db.<Integer>write(sql -> store.delete(sql, 104, 3))).isEqualTo(1);
        assertThat(db.read(store::all)).containsExactly(new Logout(5, "10.0.0.7@4", 104));
    }
}
