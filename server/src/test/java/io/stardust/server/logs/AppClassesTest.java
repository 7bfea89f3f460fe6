package io.stardust.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppClassesTest {
    @TempDir
    Path folder;

    private static void insert(Database db, long id, String name, String logClass) {
        db.write(sql -> sql.execute(
                "insert into app (id, project_id, name, enabled, approved, introduced, secret_proved, log_class,"
                        + " revision, created_at, updated_at) values (?, 1, ?, true, true, false, false, ?, 1, 1, 1)",
                id,
                name,
                logClass));
    }

    @Test
    void of_knowsWhatAppsChose_whenTheDatabaseIsAway() {
        Database db = TestDatabase.in(folder).start();
        insert(db, 5, "ledger", "audit");
        insert(db, 6, "shop", "gone");
        var classes = new AppClasses(db, LogClasses.of(7, 64 << 20, "audit:365:64m"));
        classes.start();
        db.close();
        TestDatabase.drop(folder);

        assertThat(classes.of(5)).isEqualTo("audit");
        assertThat(classes.of(6)).as("a class that is not there").isEqualTo("standard");
        assertThat(classes.of(7)).as("an app that chose none").isEqualTo("standard");
    }
}
