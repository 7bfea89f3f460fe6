package io.stardust.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.db.Database;
import io.stardust.server.db.Migrations;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.deploy.Deploys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavingTest {
    private static final Instant NOW = Instant.parse("2026-11-30T22:00:00Z");

    @TempDir
    Path folder;

    private Path data;
    private ServerUnderTest server;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void start() {
        data = folder.resolve("data");
        server = ServerUnderTest.start(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Saving saving() {
        return new Saving(data.resolve("stardust.db"), TestDatabase.in(data), "4.0.0", told::add);
    }

    private List<String> saved() throws IOException {
        try (Stream<Path> all = Files.list(data.resolve(Saving.FOLDER))) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void run_savesWhatWasWrittenBefore_whenTheServerRuns() throws IOException {
        new Deploys(server).deployment("hello");

        Path saved = saving().run(NOW).orElseThrow();
        new Deploys(server).deployment("later");

        assertThat(saved).isEqualTo(data.resolve("saved/4.0.0-20261130T220000Z"));
        Database again = Database.in(saved.resolve("stardust.db"));
        List<String> names = again.moment(sql -> sql.createQuery("select name from deployment")
                .mapTo(String.class)
                .list());
        assertThat(names).containsExactly("hello");
        assertThat(again.<Integer>moment(Migrations::version)).isEqualTo(Migrations.newest());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved.resolve("stardust.db"))))
                .isEqualTo("rw-------");
        assertThat(told).contains("deployment               1 rows");
    }

    @Test
    void run_keepsTheNewestTwo_andWhatIsNotItsOwn() throws IOException {
        Path foreign = Files.createDirectories(data.resolve("saved/by-hand"));
        for (int day = 0; day < 3; day++) saving().run(NOW.plusSeconds(86_400L * day));

        assertThat(saved()).containsExactly("4.0.0-20261201T220000Z", "4.0.0-20261202T220000Z", "by-hand");
        assertThat(foreign).isEmptyDirectory();
    }

    @Test
    void run_beginsAnew_whenItWasKilledBefore() throws IOException {
        Path part = Files.createDirectories(data.resolve("saved/unfinished"));
        Files.writeString(part.resolve("stardust.db"), "half of it");

        saving().run(NOW);

        assertThat(saved()).containsExactly("4.0.0-20261130T220000Z");
    }

    @Test
    void run_saysWhy_whenTheFolderCannotBeMade() throws IOException {
        Files.writeString(data.resolve("saved"), "a file");

        assertThatThrownBy(() -> saving().run(NOW))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("the database could not be saved in " + data.resolve("saved") + ": ");
    }

    @Test
    void run_savesNothing_whenThereIsNoDatabaseYet() {
        Path fresh = folder.resolve("fresh/stardust.db");

        Optional<Path> saved = new Saving(fresh, Database.in(fresh), "4.0.0", told::add).run(NOW);

        assertThat(saved).isEmpty();
        assertThat(fresh.getParent()).doesNotExist();
    }
}
