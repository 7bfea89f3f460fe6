package io.stardust.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushSessionsTest {
    @TempDir
    Path data;

    @Test
    void ended_isToldToAllOthers_whenTheDatabaseIsAwayForOne() {
        Database db = TestDatabase.in(data).start();
        db.close();
        List<String> told = new ArrayList<>();
        var sessions = new PushSessions();
        sessions.listen(new PushSessions.Listener() {
            @Override
            public void opened(String key) {
                db.read(_ -> key);
            }

            @Override
            public void lost(String key) {
                db.read(_ -> key);
            }
        });
        sessions.listen(new PushSessions.Listener() {
            @Override
            public void opened(String key) {
                told.add("opened " + key);
            }

            @Override
            public void lost(String key) {
                told.add("lost " + key);
            }
        });

        for (String key : List.of("web1", "web2")) sessions.ended(key, sessions.open(key, new FakeLines.Fake()));

        assertThat(told).containsExactly("opened web1", "lost web1", "opened web2", "lost web2");
        assertThat(sessions.count()).isZero();
    }
}
