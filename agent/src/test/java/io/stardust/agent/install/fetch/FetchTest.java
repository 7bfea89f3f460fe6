package io.stardust.agent.install.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.stardust.agent.install.Deploys;
import io.stardust.agent.install.Disk;
import io.stardust.agent.install.Installer;
import io.stardust.agent.install.PackageServer;
import io.stardust.agent.install.SafeUnzipTest;
import io.stardust.agent.install.Trees;
import io.stardust.agent.install.Zips;
import io.stardust.agent.install.place.InstallException;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.DeployInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {
    private static final byte[] PACKAGE = SafeUnzipTest.random(1_000_000);

    @TempDir
    Path data;

    private PackageServer server;
    private Installer installer;
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void start() throws IOException {
        server = new PackageServer();
        server.files.put("/p.zip", PACKAGE);
        installer = new Installer(data, server, Trust.SERVER, () -> now, pauses::add, Disk.REAL, Runnable::run);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fetch_downloadsOnce_andSkipsWhenTheHashIsThere() throws Exception {
        Fetched first = installer.fetch(deploy(), () -> false);
        Fetched second = installer.fetch(deploy(), () -> false);

        assertThat(first.file()).hasBinaryContent(PACKAGE).startsWith(data.resolve("releases/shop"));
        assertThat(first.sha256()).isEqualTo(Hashes.sha256Hex(PACKAGE));
        assertThat(first.size()).isEqualTo(PACKAGE.length);
        assertThat(first.wasThere()).isFalse();
        assertThat(second.wasThere()).isTrue();
        assertThat(server.asked).containsExactly(0L);
        assertThat(staging()).isEmpty();
    }

    @Test
    void fetch_takesMd5_whenThatIsAllThereIs() throws Exception {
        DeployInfo deploy = Deploys.app("shop").ofMd5("/p.zip", PACKAGE).info();

        Fetched fetched = installer.fetch(deploy, () -> false);

        assertThat(fetched.sha256()).isEqualTo(Hashes.sha256Hex(PACKAGE));
        assertThat(installer.fetch(deploy, () -> false).wasThere()).isTrue();
    }

    @Test
    void fetch_continuesWhereTheConnectionBroke() throws Exception {
        server.breakAfter = 300_000;
        server.breaks.set(2);

        Fetched fetched = installer.fetch(deploy(), () -> false);

        assertThat(fetched.file()).hasBinaryContent(PACKAGE);
        assertThat(server.asked).containsExactly(0L, 300_000L, 600_000L);
        assertThat(pauses).hasSize(2);
    }

    @Test
    void fetch_continuesAnEarlierAgentsDownload() throws Exception {
        Files.createDirectories(part().getParent());
        Files.write(part(), Arrays.copyOf(PACKAGE, 400_000));

        assertThat(installer.fetch(deploy(), () -> false).file()).hasBinaryContent(PACKAGE);
        assertThat(server.asked).containsExactly(400_000L);
    }

    @Test
    void fetch_startsOver_whenTheServerIgnoresTheOffset() throws Exception {
        server.knowsRanges = false;
        server.breakAfter = 300_000;
        server.breaks.set(1);

        assertThat(installer.fetch(deploy(), () -> false).file()).hasBinaryContent(PACKAGE);
    }

    @Test
    void fetch_startsOver_whenWhatAnEarlierAgentLeftIsDamaged() throws Exception {
        Files.createDirectories(part().getParent());
        Files.write(part(), new byte[400_000]);

        assertThat(installer.fetch(deploy(), () -> false).file()).hasBinaryContent(PACKAGE);
        assertThat(server.asked).containsExactly(400_000L, 0L);
    }

    @Test
    void fetch_takesAWholePartFile_withoutAsking_orByAsking_whenTheSizeIsUnknown() throws Exception {
        Files.createDirectories(part().getParent());
        Files.write(part(), PACKAGE);
        assertThat(installer.fetch(deploy(), () -> false).file()).hasBinaryContent(PACKAGE);
        assertThat(server.asked).isEmpty();

        DeployInfo unsized = Deploys.app("other")
                .hashed("/p.zip", null, Hashes.sha256Hex(PACKAGE), 0)
                .info();
        Path part = data.resolve("staging/other").resolve(Hashes.sha256Hex(PACKAGE) + ".part");
        Files.createDirectories(part.getParent());
        Files.write(part, PACKAGE);
        assertThat(installer.fetch(unsized, () -> false).file()).hasBinaryContent(PACKAGE);
    }

    @Test
    void fetch_givesUp_andKeepsWhatCame_whenTheServerBreaksOffForever() throws Exception {
        server.breakAfter = 0;
        server.breaks.set(Integer.MAX_VALUE);

        assertStopped(deploy(), "downloaded");

        assertThat(server.asked).hasSize(5);
        server.breaks.set(0);
        assertThat(installer.fetch(deploy(), () -> false).file()).hasBinaryContent(PACKAGE);
    }

    @Test
    void fetch_noticesATruncatedAnswer_whenOnlyTheDeploymentKnowsTheSize() throws Exception {
        server.tellsLength = false;
        server.files.put("/p.zip", Arrays.copyOf(PACKAGE, 999_999));

        assertStopped(deploy(), "downloaded");
    }

    @Test
    void fetch_refusesAndDeletes_whenTheHashIsWrong() throws Exception {
        byte[] other = PACKAGE.clone();
        other[500_000]++;
        server.files.put("/p.zip", other);

        assertStopped(deploy(), "verified");

        assertThat(staging()).isEmpty();
        assertThat(releases("shop")).isEmpty();
    }

    @Test
    void fetch_refusesAndDeletes_whenTheServerSendsTooMuch() throws Exception {
        server.files.put("/p.zip", Arrays.copyOf(PACKAGE, PACKAGE.length + 1));

        assertStopped(deploy(), "verified");

        assertThat(staging()).isEmpty();
    }

    @Test
    void fetch_asksOnce_whenThereIsNoSuchPackage() {
        DeployInfo deploy = Deploys.app("shop").of("/none.zip", PACKAGE).info();

        assertStopped(deploy, "downloaded");

        assertThat(pauses).isEmpty();
    }

    @Test
    void fetch_refuses_whenHashOrNameIsUnfit() {
        assertStopped(Deploys.app("shop").hashed("/p.zip", null, null, 0).info(), "verified");
        assertStopped(Deploys.app("shop").hashed("/p.zip", null, "../../x", 0).info(), "verified");
        assertStopped(Deploys.app("shop").hashed("/p.zip", "12", null, 0).info(), "verified");
        assertStopped(Deploys.app("../shop").of("/p.zip", PACKAGE).info(), "downloaded");
        assertStopped(Deploys.app("..").of("/p.zip", PACKAGE).info(), "downloaded");
        assertStopped(Deploys.app("").of("/p.zip", PACKAGE).info(), "downloaded");
        assertStopped(Deploys.app("a/b").of("/p.zip", PACKAGE).info(), "downloaded");
        assertStopped(Deploys.app("x".repeat(65)).of("/p.zip", PACKAGE).info(), "downloaded");
        assertThat(server.asked).isEmpty();
    }

    @Test
    void fetch_fetchesAgain_whenTheKeptPackageIsDamaged() throws Exception {
        Fetched first = installer.fetch(deploy(), () -> false);
        Files.write(first.file(), new byte[10]);

        Fetched again = installer.fetch(deploy(), () -> false);

        assertThat(again.wasThere()).isFalse();
        assertThat(again.file()).hasBinaryContent(PACKAGE);
    }

    @Test
    void stage_refuses_whenThePackageIsReplacedOrWrittenTo_afterItsHashWasTaken() throws Exception {
        try (PackageServer packages = new PackageServer()) {
            Deploys app = Deploys.app("shop");
            Zips zip = Zips.zip().script("shop", "#!/bin/sh\n1");
            Zips other = Zips.zip().script("shop", "#!/bin/sh\nexec another");
            packages.files.put("/p.zip", zip.bytes());
            Installer agent = new Installer(data, packages, java.time.InstantSource.system());
            DeployInfo deploy = app.of("/p.zip", zip.bytes()).info();
            for (boolean wasThere : new boolean[] {false, true}) {
                Fetched fetched = agent.fetch(deploy, () -> false);
                assertThat(fetched.wasThere()).isEqualTo(wasThere);
                Path beside = other.write(fetched.file().resolveSibling("other.zip"));
                Files.setLastModifiedTime(beside, Files.getLastModifiedTime(fetched.file()));
                Files.move(beside, fetched.file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

                assertThatThrownBy(() -> agent.stage(deploy, fetched))
                        .isInstanceOf(InstallException.class)
                        .hasMessageContaining("was changed while it was unpacked");

                Files.write(fetched.file(), zip.bytes());
            }
            Fetched fetched = agent.fetch(deploy, () -> false);
            Files.write(fetched.file(), other.bytes());
            assertThatThrownBy(() -> agent.stage(deploy, fetched)).isInstanceOf(InstallException.class);
            assertThat(data.resolve("apps/shop")).doesNotExist();
            assertThat(Trees.of(data.resolve("staging/shop"))).isEmpty();
        }
    }

    @Test
    void stage_keepsWhatRan_howeverManyBadReleasesFollow() throws Exception {
        Deploys app = Deploys.app("shop");
        List<String> ran = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            Zips zip = Zips.zip().script("shop", "#!/bin/sh\n" + number);
            server.files.put("/p.zip", zip.bytes());
            now = now.plusSeconds(1);
            DeployInfo deploy = app.of("/p.zip", zip.bytes()).info();
            installer.swap(installer.stage(deploy, installer.fetch(deploy, () -> false)));
            ran.add(deploy.sha256() + ".zip");
        }
        for (int number = 1; number <= 5; number++) {
            Zips zip = Zips.zip().file("read.me", "nothing to start " + number).file("../x", "y");
            server.files.put("/p.zip", zip.bytes());
            now = now.plusSeconds(1);
            DeployInfo deploy = app.of("/p.zip", zip.bytes()).info();
            Fetched fetched = installer.fetch(deploy, () -> false);
            assertThatThrownBy(() -> installer.stage(deploy, fetched)).isInstanceOf(InstallException.class);
        }

        assertThat(data.resolve("releases/shop").toFile().list()).containsExactlyInAnyOrderElementsOf(ran);
    }

    @Test
    void fetch_stops_whenCancelled_andIsContinuedLater() throws Exception {
        AtomicInteger asks = new AtomicInteger();

        assertThatThrownBy(() -> installer.fetch(deploy(), () -> asks.incrementAndGet() > 3))
                .isInstanceOf(InterruptedException.class);

        assertThat(installer.fetch(deploy(), () -> false).file()).hasBinaryContent(PACKAGE);
        assertThat(server.asked.getLast()).isPositive();
    }

    @Test
    void swap_keepsTheLastThreePackages_byLastUse() throws Exception {
        byte[][] zips = new byte[5][];
        for (int i = 0; i < 5; i++) {
            zips[i] = Zips.zip().script("shop", "#!/bin/sh\necho " + i).bytes();
            server.files.put("/" + i + ".zip", zips[i]);
        }
        for (int i : new int[] {0, 1, 2, 0, 3, 4}) {
            now = now.plusSeconds(60);
            DeployInfo deploy =
                    Deploys.app("shop").of("/" + i + ".zip", zips[i]).info();
            installer.swap(installer.stage(deploy, installer.fetch(deploy, () -> false)));
        }

        List<String> expected = Stream.of(0, 3, 4)
                .map(i -> Hashes.sha256Hex(zips[i]) + ".zip")
                .sorted()
                .toList();
        assertThat(releases("shop")).isEqualTo(expected);
    }

    private void assertStopped(DeployInfo deploy, String step) {
        assertThatThrownBy(() -> installer.fetch(deploy, () -> false))
                .asInstanceOf(type(InstallException.class))
                .extracting(InstallException::step)
                .isEqualTo(step);
    }

    private DeployInfo deploy() {
        return Deploys.app("shop").of("/p.zip", PACKAGE).info();
    }

    private Path part() {
        return data.resolve("staging/shop").resolve(Hashes.sha256Hex(PACKAGE) + ".part");
    }

    private List<String> staging() throws IOException {
        return names(data.resolve("staging/shop"));
    }

    private List<String> releases(String name) throws IOException {
        return names(data.resolve("releases").resolve(name));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> String.valueOf(f.getFileName())).sorted().toList();
        }
    }
}
