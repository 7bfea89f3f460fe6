package io.stardust.telemetry.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stardust.telemetry.block.BlockEncoder;
import io.stardust.telemetry.block.BlockFiller;
import io.stardust.telemetry.block.OpenBlock;
import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.bytes.Disk;
import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.log.Level;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentCacheTest {
    @TempDir
    Path temporary;

    private Segment segment(long number) throws IOException {
        Path file = temporary.resolve(number + ".seg");
        try (SegmentWriter writer = new SegmentWriter(Disk.REAL, Kind.LOGS, number, file);
                BlockEncoder encoder = new BlockEncoder()) {
            OpenBlock block = new OpenBlock(1, false, 0);
            byte[] line = ("line " + number).getBytes(StandardCharsets.UTF_8);
            String[] fields = {"", "", "", "", "", ""};
            new BlockFiller(writer.templates()).add(block, number, Level.INFO, fields, List.of(), line, 0, line.length);
            writer.add(writer.write(block, encoder));
            writer.seal();
        }
        return Segment.open(file, Kind.LOGS, number);
    }

    @Test
    void lease_keepsOpenWhatIsHeld_andDropsTheOldestBeyondItsBound() throws IOException {
        try (SegmentCache cache = new SegmentCache(() -> 0)) {
            SegmentCache.Lease first = cache.lease(segment(1));
            List<SegmentCache.Lease> others = new ArrayList<>();
            for (int i = 2; i < SegmentCache.MOST + 10; i++) others.add(cache.lease(segment(i)));
            assertThat(cache.size()).isEqualTo(SegmentCache.MOST + 9);

            others.forEach(SegmentCache.Lease::close);

            assertThat(cache.size()).isEqualTo(SegmentCache.MOST);
            assertThat(first.view().open(0).record(0).message()).isEqualTo("line 1");
        }
    }

    @Test
    void dropIdle_closesWhatNobodyUsedForAMinute() throws IOException {
        AtomicLong now = new AtomicLong();
        try (SegmentCache cache = new SegmentCache(now::get)) {
            SegmentCache.Lease held = cache.lease(segment(1));
            cache.lease(segment(2)).close();
            now.set(59_000_000_000L);
            cache.dropIdle();
            assertThat(cache.size()).isEqualTo(2);

            now.set(61_000_000_000L);
            cache.dropIdle();

            assertThat(cache.size()).isEqualTo(1);
            assertThat(held.view().blocks()).isEqualTo(1);
        }
    }

    @Test
    void view_readsOn_whenAnotherThreadIsInterruptedWhileReading() throws Exception {
        try (SegmentCache cache = new SegmentCache(() -> 0);
                SegmentCache.Lease lease = cache.lease(segment(1))) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread interrupted = new Thread(() -> {
                Thread.currentThread().interrupt();
                failure.set(catchThrowable(() -> lease.view().open(0).record(0)));
            });
            interrupted.start();
            interrupted.join();

            assertThat(failure.get()).isInstanceOf(InterruptedIOException.class);
            assertThat(lease.view().open(0).record(0).message()).isEqualTo("line 1");
        }
    }

    @Test
    void open_refusesInWords_whenANewerProgramWroteIt() throws IOException {
        Path file = segment(1).file();
        byte[] bytes = Files.readAllBytes(file);
        bytes[9] = 2;
        ByteSink check = new ByteSink(4);
        check.int32(Hashes.check(bytes, 0, 24));
        System.arraycopy(check.array(), 0, bytes, 24, 4);
        Files.write(file, bytes);

        assertThatThrownBy(() -> Segment.open(file, Kind.LOGS, 1))
                .isInstanceOf(NewerFormat.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void open_saysThatItIsDamaged_whenItIsCut() throws IOException {
        Path file = segment(1).file();
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 10, 40, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Segment.open(file, Kind.LOGS, 1)).isInstanceOf(DamagedData.class);
        }
    }
}
