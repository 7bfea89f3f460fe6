package io.stardust.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.ManualClock;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.feature.HeapTrimmer;
import io.stardust.server.http.ApiException.Denied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartTest {
    private static final Visitor SOMEBODY = new Visitor("1.2.3.4", null);

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final SecureRandom random = new SecureRandom();
    private Database db;
    private PersonStore store;
    private Changes changes;
    private People people;

    @BeforeEach
    void open() {
        db = TestDatabase.in(folder).start();
        store = new PersonStore(db);
        changes = new Changes(db, clock);
        var codes = new AccessStore(db);
        var access = new Access(codes, clock);
        people = new People(
                store,
                codes,
                changes,
                access,
                new Sessions(new SessionStore(db), changes, access, clock, random),
                new Passwords(new HeapTrimmer()),
                new Throttle(clock),
                new Denials(changes, clock));
    }

    @AfterEach
    void close() {
        db.close();
    }

    private Optional<String> start(@Nullable Path passwordFile) {
        return new FirstStart(store, people, changes, random, passwordFile).run();
    }

    @Test
    void run_drawsAFreshCodeEachTime_andTheLastOneAloneHolds() {
        String first = start(null).orElseThrow();
        String second = start(null).orElseThrow();

        assertThat(second).isNotEqualTo(first).matches("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}");
        assertThatThrownBy(() -> people.setUp(first, "anna", "12345678", SOMEBODY))
                .isInstanceOf(Denied.class);
        var done =
                people.setUp(second.toLowerCase(java.util.Locale.ROOT).replace("-", " "), "anna", "12345678", SOMEBODY);
        assertThat(done.person().platform()).isTrue();
        assertThat(start(null)).isEmpty();
    }

    @Test
    void run_makesTheAdministratorOfThePasswordFile() throws IOException {
        Path file = folder.resolve("pw");
        Files.writeString(file, "open sesame\n");

        assertThat(start(file)).isEmpty();

        assertThat(people.signIn("admin", "open sesame", SOMEBODY).person().platform())
                .isTrue();
    }

    @Test
    void run_leavesThePasswordAlone_whenThereIsAnAdministrator() throws IOException {
        Path file = folder.resolve("pw");
        Files.writeString(file, "open sesame");
        start(file);
        people.signIn("admin", "open sesame", SOMEBODY); // waits for the hash, which is made apart
        Files.writeString(file, "something else");

        start(file);

        assertThat(people.signIn("admin", "open sesame", SOMEBODY).person().name())
                .isEqualTo("admin");
    }

    @Test
    void run_stopsTheStart_whenThePasswordFileDoesNotHold() throws IOException {
        Path file = folder.resolve("pw");
        Files.writeString(file, "short\n");

        assertThatThrownBy(() -> start(file))
                .hasMessage("admin-password-file: 5 characters (expected: 8–200 characters)");
        assertThatThrownBy(() -> start(folder.resolve("none"))).hasMessageContaining("cannot be read");
    }
}
