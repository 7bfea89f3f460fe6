package io.stardust.agent.install.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.agent.install.Boots;
import io.stardust.agent.install.Deploys;
import io.stardust.agent.install.Disk;
import io.stardust.agent.install.Installer;
import io.stardust.agent.install.PackageServer;
import io.stardust.agent.install.Zips;
import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.pack.Manifest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaTest {
    private static final byte[] OLD = Boots.app(-1);
    private static final byte[] NEW = Boots.app(42);

    @TempDir
    Path data;

    @TempDir
    Path elsewhere;

    private PackageServer server;
    private Installer installer;
    private DeployInfo next;
    private Path kept;

    @BeforeEach
    void start() throws Exception {
        server = new PackageServer();
        server.files.put("/old.zip", OLD);
        server.files.put("/new.zip", NEW);
        server.releases.put(3L, NEW);
        installer =
                new Installer(data, server, Trust.SERVER, () -> Instant.EPOCH, wait -> {}, Disk.REAL, Runnable::run);
        kept = installer
                .fetch(Deploys.app("shop").of("/old.zip", OLD).info(), () -> false)
                .file();
        next = deploy(Boots.manifest(elsewhere, NEW).text());
        server.asked.clear();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private DeployInfo deploy(byte[] manifest) throws IOException {
        server.files.put("/manifest", Boots.packed(manifest));
        return Boots.with(
                Deploys.app("shop").of("/new.zip", NEW).info(), "/manifest", Hashes.sha256Hex(manifest), null, null);
    }

    @Test
    void fetch_movesLittle_andMakesTheSameBytes_whenAnOlderPackageIsHere() throws Exception {
        Fetched fetched = installer.fetch(next, () -> false);

        assertThat(fetched.file()).hasBinaryContent(NEW);
        assertThat(fetched.moved()).isEqualTo(server.parted.get()).isLessThan(NEW.length * 3L / 100);
        assertThat(fetched.sha256()).isEqualTo(Hashes.sha256Hex(NEW));
        assertThat(fetched.wasThere()).isFalse();
        assertThat(server.asked).containsExactly(0L); // the manifest, no package
    }

    @Test
    void fetch_isWhole_whenNothingHereHelps() throws Exception {
        Files.write(kept, new byte[1000]);

        Fetched fetched = installer.fetch(next, () -> false);

        assertThat(fetched.file()).hasBinaryContent(NEW);
        assertThat(fetched.moved()).isEqualTo(NEW.length);
        assertThat(server.parted.get()).isZero();
    }

    @Test
    void fetch_fetchesDamagedChunksAgain_whenTheKeptPackageHasRotted() throws Exception {
        try (var file = FileChannel.open(kept, StandardOpenOption.WRITE)) {
            file.write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}), 1_200_000);
            file.write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}), 20_000);
        }

        Fetched fetched = installer.fetch(next, () -> false);

        assertThat(fetched.file()).hasBinaryContent(NEW);
        assertThat(server.asked).containsExactly(0L);
        assertThat(server.parted.get()).isLessThan(NEW.length / 10);
    }

    @Test
    void fetch_isWhole_whenTheManifestIsNotAsTold_orThereIsNone() throws Exception {
        DeployInfo missing = Boots.with(Deploys.app("shop").of("/new.zip", NEW).info(), "/none", "00", null, null);
        assertThat(installer.fetch(missing, () -> false).file()).hasBinaryContent(NEW);
        assertThat(server.parted.get()).isZero();

        server.files.put("/manifest", Boots.packed("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        Files.delete(data.resolve("releases/shop").resolve(Hashes.sha256Hex(NEW) + ".zip"));
        assertThat(installer.fetch(next, () -> false).moved()).isEqualTo(NEW.length);
        assertThat(server.parted.get()).isZero();
    }

    @Test
    void fetch_isWhole_whenTheManifestIsOfAnotherPackage() throws Exception {
        DeployInfo wrong = deploy(Boots.manifest(elsewhere, Boots.app(17)).text());

        Fetched fetched = installer.fetch(wrong, () -> false);

        assertThat(fetched.file()).hasBinaryContent(NEW);
        assertThat(server.parted.get()).isZero();
    }

    @Test
    void fetch_isWhole_whenTheServerSendsOtherPartsThanAskedFor() throws Exception {
        byte[] other = NEW.clone();
        for (int i = 0; i < other.length; i++) other[i]++;
        server.releases.put(3L, other);

        assertThat(installer.fetch(next, () -> false).file()).hasBinaryContent(NEW);
        assertThat(server.asked).containsExactly(0L, 0L); // the manifest, then the package
    }

    @Test
    void fetch_isWhole_whenTheServerKnowsNoParts() throws Exception {
        server.releases.clear();

        assertThat(installer.fetch(next, () -> false).file()).hasBinaryContent(NEW);
    }

    @Test
    void fetch_goesOn_whereTheConnectionBroke() throws Exception {
        server.breakPartsAfter = 5_000;
        server.partBreaks.set(2);

        Fetched fetched = installer.fetch(next, () -> false);

        assertThat(fetched.file()).hasBinaryContent(NEW);
        assertThat(fetched.moved()).isLessThan(NEW.length * 3L / 100);
        assertThat(server.partBreaks.get()).isLessThanOrEqualTo(0);
    }

    @Test
    void fetch_goesOn_fromWhatAnInterruptedOneLeft() throws Exception {
        var asks = new AtomicInteger();
        assertThatThrownBy(() -> installer.fetch(next, () -> asks.incrementAndGet() > 60))
                .isInstanceOf(InterruptedException.class);
        Path part = data.resolve("staging/shop").resolve(Hashes.sha256Hex(NEW) + ".part");
        byte[] left = Files.readAllBytes(part);
        assertThat(left).isNotEmpty().isEqualTo(Arrays.copyOf(NEW, left.length));

        assertThat(installer.fetch(next, () -> false).file()).hasBinaryContent(NEW);
        assertThat(server.asked).containsExactly(0L); // the manifest was kept
    }

    @Test
    void fetch_isWhole_whenTheServerBreaksOffForever() throws Exception {
        server.breakPartsAfter = 0;
        server.partBreaks.set(5); // the first brings what is here already

        assertThat(installer.fetch(next, () -> false).file()).hasBinaryContent(NEW);
        assertThat(server.asked.getLast()).isPositive(); // from where the parts had come
    }

    @Test
    void manifest_goesWithItsPackage() throws Exception {
        installer.fetch(next, () -> false);
        Path manifest = data.resolve("releases/shop").resolve(Hashes.sha256Hex(NEW) + ".manifest");
        assertThat(manifest).exists();

        for (int i = 0; i < 4; i++) {
            byte[] zip = Zips.zip().script("shop", "#!/bin/sh\necho " + i).bytes();
            server.files.put("/" + i, zip);
            DeployInfo deploy = Deploys.app("shop").of("/" + i, zip).info();
            Fetched fetched = installer.fetch(deploy, () -> false);
            installer.swap(installer.stage(deploy, fetched));
            Files.setLastModifiedTime(fetched.file(), java.nio.file.attribute.FileTime.fromMillis(i * 1000L + 1000));
        }

        assertThat(manifest).doesNotExist();
    }

    @Test
    void manifest_ofThisSize_isSmall() throws Exception {
        Manifest manifest = Boots.manifest(elsewhere, NEW);

        assertThat(Boots.packed(manifest.text()).length).isLessThan(NEW.length * 3 / 100);
    }
}
