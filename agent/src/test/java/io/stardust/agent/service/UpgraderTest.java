package io.stardust.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.Hashes;
import io.stardust.protocol.node.EventModel;
import io.stardust.protocol.node.UpgradeInfo;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgraderTest {
    /** What a good program does when it is tried: it shows with what. */
    private static final String GOOD = "echo \"$@\" > \"$(dirname \"$0\")/../checked\"; exit 0\n";

    @TempDir
    Path folder;

    private Home home;
    private final List<EventModel> events = new CopyOnWriteArrayList<>();
    private final Semaphore restarts = new Semaphore(0);
    private final FakeReleases releases = new FakeReleases();

    @BeforeEach
    void installed() throws IOException {
        home = new Home(folder.resolve("home"));
        FakeProgram.tree(home.tree("4.0.0").folder(), "4.0.0", GOOD);
        FakeProgram.tree(home.tree("3.9.0").folder(), "3.9.0", GOOD);
        home.pointTo("4.0.0");
    }

    /** A server that offers one version. */
    private static final class FakeReleases implements ReleaseSource {
        final List<String> asked = new CopyOnWriteArrayList<>();
        volatile @Nullable UpgradeInfo offer;
        volatile @Nullable Path file;
        volatile boolean cut;

        void offers(String version, Path packed) throws IOException {
            offers(version, packed, Hashes.sha256Hex(Files.readAllBytes(packed)));
        }

        void offers(String version, Path packed, @Nullable String sha256) throws IOException {
            file = packed;
            offer = new UpgradeInfo(
                    version, "/install/x.tar.gz", "", Files.size(packed), null, null, true, null, sha256);
        }

        @Override
        public @Nullable UpgradeInfo ask(String channel, List<String> failed) {
            asked.add(channel + failed);
            return offer;
        }

        @Override
        public InputStream open(String url) throws IOException {
            Path packed = file;
            if (packed == null) throw new IOException("no such file");
            InputStream whole = Files.newInputStream(packed);
            if (!cut) return whole;
            return new FilterInputStream(whole) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    throw new IOException("connection reset");
                }
            };
        }
    }

    private Upgrader upgrader(String version) {
        return upgrader(version, Duration.ofSeconds(60));
    }

    private Upgrader upgrader(String version, Duration trial) {
        var parts = new Upgrader.Parts(releases, () -> "Beta", events::add, restarts::release, InstantSource.system());
        var rhythm = new UpgradeSettings(
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                trial,
                Duration.ofSeconds(20),
                true,
                List.of("--config", "f"));
        return new Upgrader(home, version, parts, rhythm);
    }

    private String current() throws IOException {
        return String.valueOf(home.current());
    }

    private void awaitEvent(String words) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (events.stream().noneMatch(event -> String.valueOf(event.remark()).contains(words))) {
            if (System.nanoTime() > end) throw new AssertionError("no event '" + words + "' among " + events);
            Thread.onSpinWait();
        }
    }

    @Test
    void now_bringsTheNewVersion_triesItWithOurArguments_andPutsItOnTrial() throws Exception {
        releases.offers("4.0.1", FakeProgram.packed(folder, "4.0.1", GOOD));

        String words = upgrader("4.0.0").now();

        assertThat(words).isEqualTo("version 4.0.1 is in place and is started now");
        assertThat(current()).isEqualTo("4.0.1");
        assertThat(home.trial()).isEqualTo(new Home.Trial("4.0.1", "4.0.0"));
        assertThat(restarts.availablePermits()).isEqualTo(1);
        assertThat(home.tree("4.0.1").folder().resolve("checked"))
                .content()
                .startsWith("--self-check --config f --data ");
        assertThat(home.tree("4.0.0").folder()).isDirectory();
        assertThat(home.tree("3.9.0").folder()).doesNotExist();
        assertThat(home.incoming()).doesNotExist();
        assertThat(releases.asked).containsExactly("Beta[]");
    }

    @Test
    void now_changesNothing_whenThereIsNothingNewer() throws Exception {
        assertThat(upgrader("4.0.0").now()).isEqualTo("nothing newer than 4.0.0");
        releases.offers("4.0.0", FakeProgram.packed(folder, "4.0.0", GOOD));
        assertThat(upgrader("4.0.0").now()).isEqualTo("nothing newer than 4.0.0");
        releases.offers("4.0.1", FakeProgram.packed(folder, "4.0.1", GOOD), null);
        assertThat(upgrader("4.0.0").now()).contains("no SHA-256");
        releases.offers("../../evil", FakeProgram.packed(folder, "4.0.2", GOOD));
        assertThat(upgrader("4.0.0").now()).contains("'../../evil' (expected: such as 4.0.1)");

        assertThat(current()).isEqualTo("4.0.0");
        assertThat(restarts.availablePermits()).isZero();
    }

    @Test
    void now_neverTriesAgain_whatFailedItsSelfCheck() throws Exception {
        releases.offers("4.0.1", FakeProgram.packed(folder, "4.0.1", "echo no such library; exit 1\n"));
        Upgrader upgrader = upgrader("4.0.0");

        assertThatThrownBy(upgrader::now)
                .isInstanceOf(IOException.class)
                .hasMessage("its self-check failed: exit code 1, no such library");
        String again = upgrader.now();

        assertThat(again).isEqualTo("version 4.0.1 failed here before");
        assertThat(current()).isEqualTo("4.0.0");
        assertThat(home.trial()).isNull();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().type()).isEqualTo("error");
        assertThat(events.getFirst().remark())
                .isEqualTo("version 4.0.1 failed, 4.0.0 runs on: its self-check failed: exit code 1, no such library");
        assertThat(releases.asked).containsExactly("Beta[]", "Beta[4.0.1]");
        assertThat(home.untold()).isEmpty();
    }

    @Test
    void now_refusesWhatDoesNotMatchItsChecksum_andGivesUpAfterThreeTimes() throws Exception {
        releases.offers("4.0.1", FakeProgram.packed(folder, "4.0.1", GOOD), "0".repeat(64));
        Upgrader upgrader = upgrader("4.0.0");

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(upgrader::now)
                    .hasMessageStartingWith("checksum: ")
                    .hasMessageContaining("expected: 000");
        }

        assertThat(upgrader.now()).isEqualTo("version 4.0.1 failed here before");
        assertThat(events).extracting(EventModel::type).containsExactly("warn", "warn", "error");
        assertThat(current()).isEqualTo("4.0.0");
        assertThat(home.incoming()).doesNotExist();
    }

    @Test
    void now_mayComeAgain_whenTheDownloadBroke() throws Exception {
        releases.offers("4.0.1", FakeProgram.packed(folder, "4.0.1", GOOD));
        releases.cut = true;
        assertThatThrownBy(() -> upgrader("4.0.0").now()).hasMessage("connection reset");
        releases.cut = false;

        assertThat(upgrader("4.0.0").now()).contains("4.0.1 is in place");
        assertThat(events).isEmpty();
    }

    @Test
    void now_refusesAPackageThatHoldsSomethingElse() throws Exception {
        releases.offers("4.0.1", FakeProgram.packed(folder, "4.0.2", GOOD));
        assertThatThrownBy(() -> upgrader("4.0.0").now()).hasMessage("the package holds version 4.0.2");

        Path text = Files.writeString(folder.resolve("no.tar.gz"), "no archive");
        releases.offers("4.0.3", text);
        assertThatThrownBy(() -> upgrader("4.0.0").now()).hasMessageStartingWith("it cannot be unpacked: ");
        assertThat(home.failed()).containsExactlyInAnyOrder("4.0.1", "4.0.3");
    }

    @Test
    void now_startsClean_whateverAnEarlierKillLeft() throws Exception {
        Files.createDirectories(home.incoming().resolve("tree/agent-4.0.1/bin"));
        Files.writeString(home.incoming().resolve("package.tar.gz"), "half");
        FakeProgram.tree(home.tree("4.0.1").folder(), "4.0.1", "half\n");
        releases.offers("4.0.1", FakeProgram.packed(folder, "4.0.1", GOOD));

        assertThat(upgrader("4.0.0").now()).contains("4.0.1 is in place");
        assertThat(home.tree("4.0.1").program()).content().contains("checked");
    }

    @Test
    void trial_isWon_byALogin() throws Exception {
        FakeProgram.tree(home.tree("4.0.1").folder(), "4.0.1", GOOD);
        home.beginTrial(new Home.Trial("4.0.1", "4.0.0"));
        home.pointTo("4.0.1");
        try (Upgrader upgrader = upgrader("4.0.1")) {
            upgrader.start();
            upgrader.loggedIn();
            awaitEvent("version 4.0.1 runs, instead of 4.0.0");
        }

        assertThat(home.trial()).isNull();
        assertThat(current()).isEqualTo("4.0.1");
    }

    @Test
    void trial_isLost_withoutALoginInTime() throws Exception {
        home.beginTrial(new Home.Trial("4.0.0", "3.9.0"));
        try (Upgrader upgrader = upgrader("4.0.0", Duration.ofMillis(200))) {
            upgrader.start();
            assertThat(restarts.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(home.failed()).containsExactly("4.0.0"); // the start script does the rest
        assertThat(home.trial()).isNotNull();
    }

    @Test
    void trial_thatWasCutBeforeTheSwitch_isNone() throws Exception {
        home.beginTrial(new Home.Trial("4.0.1", "4.0.0"));
        try (Upgrader upgrader = upgrader("4.0.0", Duration.ofMillis(100))) {
            upgrader.start();
            upgrader.loggedIn();
            while (home.trial() != null) Thread.onSpinWait();
        }

        assertThat(restarts.availablePermits()).isZero();
    }

    @Test
    void failure_isToldOnce_byTheVersionThatCameBack() throws Exception {
        home.fail("4.0.1", "it ended before it had reached its server");
        for (int i = 0; i < 2; i++) {
            try (Upgrader upgrader = upgrader("4.0.0")) {
                upgrader.start();
                upgrader.loggedIn();
                awaitEvent("version 4.0.1 failed, 4.0.0 runs on: it ended before it had reached its server");
                while (!home.untold().isEmpty()) Thread.onSpinWait();
            }
        }

        assertThat(events).hasSize(1);
        assertThat(home.hasFailed("4.0.1")).isTrue();
    }

    @Test
    void now_onlySaysSo_whenTheAgentWasNotInstalled() throws Exception {
        var parts =
                new Upgrader.Parts(releases, () -> "Release", events::add, restarts::release, InstantSource.system());
        var upgrader = new Upgrader(null, "4.0.0", parts, UpgradeSettings.usual(true, List.of()));
        upgrader.start();

        assertThat(upgrader.now()).contains("was not installed from its package");
        assertThat(releases.asked).isEmpty();
        upgrader.close();
    }

    @Test
    void trial_isEnded_alsoWhereNewerVersionsAreNotWanted() throws Exception {
        home.beginTrial(new Home.Trial("4.0.0", "3.9.0"));
        releases.offers("4.0.1", FakeProgram.packed(folder, "4.0.1", GOOD));
        var parts =
                new Upgrader.Parts(releases, () -> "Release", events::add, restarts::release, InstantSource.system());
        try (var upgrader = new Upgrader(home, "4.0.0", parts, UpgradeSettings.usual(false, List.of()))) {
            upgrader.start();
            upgrader.loggedIn();
            awaitEvent("version 4.0.0 runs, instead of 3.9.0");

            assertThat(upgrader.now()).isEqualTo("upgrade.enabled is false here");
        }
        assertThat(home.trial()).isNull();
        assertThat(releases.asked).isEmpty();
    }

    @Test
    void tidy_keepsWhatIsNamed() throws Exception {
        home.tidy(Set.of("4.0.0"));

        assertThat(home.tree("4.0.0").folder()).isDirectory();
        assertThat(home.tree("3.9.0").folder()).doesNotExist();
    }
}
