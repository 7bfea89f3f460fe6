package io.stardust.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.ManualClock;
import io.stardust.server.Server;
import io.stardust.server.ServerSettings;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.db.Database;
import io.stardust.server.db.DbException;
import io.stardust.server.db.Lease;
import io.stardust.server.db.Table;
import io.stardust.server.db.Tables;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From PostgreSQL to a file and back. */
@Tag("postgres")
class CopyTest {
    @TempDir
    Path folder;

    private Path data;
    private Path other;
    private Database postgres;
    private Database file;
    private ServerUnderTest server;

    @BeforeEach
    void fill() throws Exception {
        data = folder.resolve("data");
        other = Files.createDirectories(folder.resolve("other"));
        file = Database.in(folder.resolve("stardust.db"));
        server = ServerUnderTest.start(data);
        postgres = TestDatabase.in(data);
        var deploys = new Deploys(server);
        long deployment = deploys.deployment("hello");
        deploys.placement(deployment, TestNode.enrolled(server, "n1"));
        deploys.publish(deployment, deploys.release(deployment, "1"));
        server.api("PATCH", "/deployments/" + deployment, Map.of("displayName", "hallo 你好"));
        server.stop();
    }

    @AfterEach
    void drop() {
        server.close();
        TestDatabase.drop(other);
    }

    /** Every row of every table, in an order of its own. */
    private static Map<String, List<String>> rows(Database db) {
        return db.moment(sql -> {
            Map<String, List<String>> rows = new TreeMap<>();
            for (Table table : Tables.all(sql)) {
                List<String> texts = new ArrayList<>();
                table.read(sql, row -> texts.add(Arrays.toString(row)));
                texts.sort(null);
                rows.put(table.name(), texts);
            }
            return rows;
        });
    }

    private static long copy(Database from, Database to) {
        return new Copy(from, to, line -> {}).run();
    }

    @Test
    void run_movesEveryRow_thereAndBack() {
        long rows = copy(postgres, file);
        copy(file, TestDatabase.in(other));

        Map<String, List<String>> before = rows(postgres);
        assertThat(before.get("change")).hasSizeGreaterThan(5);
        assertThat(rows)
                .isEqualTo(before.values().stream().mapToLong(List::size).sum());
        assertThat(rows(file)).isEqualTo(before);
        assertThat(rows(TestDatabase.in(other))).isEqualTo(before);
    }

    @Test
    void run_makesADatabaseThatAServerUses() throws IOException {
        copy(postgres, file);
        Path keys = Files.createDirectories(folder.resolve("keys"));
        Files.copy(data.resolve("keys/secret.key"), keys.resolve("secret.key")); // it moves with the folder

        ServerSettings settings = ServerSettings.defaults(folder, 0).withBind("127.0.0.1");
        try (Server server = new Server(settings, new ManualClock()).start()) {
            assertThat(server.setUpCode()).as("the administrator is there").isEmpty();
        }
    }

    @Test
    void run_refuses_whenTheTargetHoldsData() {
        copy(postgres, file);

        assertThatThrownBy(() -> copy(postgres, file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("holds data already")
                .hasMessageContaining("expected: an empty database");
        assertThatThrownBy(() -> copy(file, postgres))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("holds data already");
    }

    @Test
    void run_refuses_whenThereIsNothingToCopy() {
        assertThatThrownBy(() -> copy(TestDatabase.in(other), file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("holds no data");
        assertThatThrownBy(() -> copy(Database.in(folder.resolve("none.db")), file))
                .isInstanceOf(DbException.class)
                .hasMessageContaining("is not there");
    }

    @Test
    void target_servesNobody_whenTheCopyBrokeOff_untilItIsRunAgain() {
        for (Database target : List.of(file, TestDatabase.in(other))) {
            Copy broken = new Copy(postgres, target, line -> {
                if (line.startsWith("person")) throw new IllegalStateException("planted");
            });
            assertThatThrownBy(broken::run).hasMessage("planted");

            assertThatThrownBy(target::start)
                    .isInstanceOf(DbException.class)
                    .hasMessageContaining("was not filled to the end: a copy of")
                    .hasMessageContaining("expected: run that again");
            assertThatThrownBy(() -> copy(target, Database.in(folder.resolve("third.db"))))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("not filled to the end");
            copy(postgres, target);
            assertThat(rows(target)).isEqualTo(rows(postgres));
        }
    }

    @Test
    void requireIdle_refuses_whileAServerUsesTheSource() {
        try (var busy = ServerUnderTest.start(other)) {
            assertThat(busy.port()).isPositive();
            assertThatThrownBy(() -> Lease.requireIdle(TestDatabase.in(other)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another server uses this database");
        }
        Lease.requireIdle(postgres); // its server has ended
    }
}
