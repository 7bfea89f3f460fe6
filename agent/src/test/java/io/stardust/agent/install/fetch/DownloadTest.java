package io.stardust.agent.install.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.agent.install.Deploys;
import io.stardust.agent.install.SafeUnzipTest;
import io.stardust.agent.install.place.InstallException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A download that goes on for ever is as bad as one that ends. */
class DownloadTest {
    private static final byte[] PACKAGE = SafeUnzipTest.random(200_000);

    @TempDir
    Path folder;

    private final AtomicLong ticks = new AtomicLong();
    private final List<Long> asked = new ArrayList<>();

    /** Brings a few bytes a second. */
    private InputStream trickle(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                ticks.addAndGet(Duration.ofSeconds(1).toNanos());
                return super.read(into, offset, Math.min(length, 10));
            }
        };
    }

    private Download download(int stalls) throws Exception {
        PackageSource source = (url, from) -> {
            asked.add(from);
            byte[] rest = Arrays.copyOfRange(PACKAGE, (int) from, PACKAGE.length);
            InputStream in = asked.size() <= stalls ? trickle(rest) : new ByteArrayInputStream(rest);
            return new PackageSource.Body(in, PACKAGE.length, true);
        };
        PackageHash hash =
                PackageHash.of(Deploys.app("shop").of("/p.zip", PACKAGE).info());
        return new Download(source, wait -> {}, () -> false, hash, PACKAGE.length, ticks::get);
    }

    @Test
    void run_asksAnewFromWhereItIs_whenTheDownloadStalls() throws Exception {
        Path part = folder.resolve("p.part");

        download(2).run("/p.zip", part);

        assertThat(Files.readAllBytes(part)).isEqualTo(PACKAGE);
        assertThat(asked).containsExactly(0L, 300L, 600L);
    }

    @Test
    void run_endsForNow_whenItStallsEachTime() throws Exception {
        Path part = folder.resolve("p.part");

        assertThatThrownBy(() -> download(100).run("/p.zip", part))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("the download has stalled: 300 bytes in 30 s");

        assertThat(asked).hasSize(5);
        assertThat(part).hasSize(1500);
    }
}
