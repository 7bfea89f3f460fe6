package io.stardust.server.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.ManualClock;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.TooLarge;
import io.stardust.server.http.ApiException.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String MD5_OF_ABC = "900150983CD24FB0D6963F7D28E17F72";

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private BlobStore blobs;

    @BeforeEach
    void open() {
        blobs = new BlobStore(folder, clock, () -> true).start();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private long incoming() throws IOException {
        try (Stream<Path> parts = Files.list(folder.resolve("incoming"))) {
            return parts.count();
        }
    }

    @Test
    void put_keepsTheContentUnderItsHash() throws IOException {
        Blob blob = blobs.put(bytes("abc"), 3, 100);

        assertThat(blob).isEqualTo(new Blob(SHA256_OF_ABC, MD5_OF_ABC, 3));
        assertThat(blobs.find(SHA256_OF_ABC).orElseThrow()).hasContent("abc");
        assertThat(incoming()).isZero();
    }

    @Test
    void put_keepsOne_whenTheSameComesManyTimesAtOnce() throws IOException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) threads.execute(() -> blobs.put(bytes("abc"), -1, 100));
        }

        assertThat(blobs.find(SHA256_OF_ABC).orElseThrow()).hasContent("abc");
        assertThat(incoming()).isZero();
    }

    @Test
    void put_refusesUnread_whenMoreIsAnnouncedThanAllowed() {
        InputStream untouched = new FilterInputStream(bytes("")) {
            @Override
            public int read(byte[] into, int offset, int length) {
                throw new AssertionError("was read");
            }
        };

        assertThatThrownBy(() -> blobs.put(untouched, 101, 100))
                .isInstanceOf(TooLarge.class)
                .hasMessage("file: 101 bytes (expected: at most 100)");
    }

    @Test
    void put_refusesAndKeepsNothing_whenMoreComesThanAllowed() throws IOException {
        assertThatThrownBy(() -> blobs.put(bytes("abcdef"), -1, 5)).isInstanceOf(TooLarge.class);

        assertThat(incoming()).isZero();
    }

    @Test
    void put_refusesAndKeepsNothing_whenLessComesThanAnnounced() throws IOException {
        assertThatThrownBy(() -> blobs.put(bytes("abc"), 4, 100))
                .isInstanceOf(Invalid.class)
                .hasMessage("body: 3 bytes (expected: 4 bytes, as announced)");

        assertThat(blobs.find(SHA256_OF_ABC)).isEmpty();
        assertThat(incoming()).isZero();
    }

    @Test
    void put_refusesAndKeepsNothing_whenTheSenderGoesAway() throws IOException {
        InputStream cut = new FilterInputStream(bytes("abc")) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int n = super.read(into, offset, length);
                if (n < 0) throw new IOException("it ended early");
                return n;
            }
        };

        assertThatThrownBy(() -> blobs.put(cut, -1, 100))
                .isInstanceOf(Invalid.class)
                .hasMessage("body: it ended early");
        assertThat(incoming()).isZero();
    }

    @Test
    void put_refusesInClearWords_whenTheDiskHasNoRoom() {
        long more = 1L << 60; // bytes; no disk has them

        assertThatThrownBy(() -> blobs.put(bytes("abc"), more, Long.MAX_VALUE))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("disk is full");
    }

    @Test
    void find_isEmpty_whenTheNameIsNoHash() {
        assertThat(blobs.find("../../etc/passwd")).isEmpty();
        assertThat(blobs.find("")).isEmpty();
        assertThat(blobs.find(SHA256_OF_ABC)).isEmpty();
    }

    @Test
    void start_removesWhatAnEarlierLifeLeftHalfWay() throws IOException {
        Files.writeString(folder.resolve("incoming/x.part"), "half");

        blobs.start();

        assertThat(incoming()).isZero();
    }

    @Test
    void sweep_removesWhatNobodyUses_onceItIsOld() {
        Blob used = blobs.put(bytes("used"), -1, 100);
        Blob unused = blobs.put(bytes("unused"), -1, 100);
        assertThat(blobs.sweep(used.sha256()::equals)).isZero();

        clock.advance(Duration.ofMinutes(61));

        assertThat(blobs.sweep(used.sha256()::equals)).isEqualTo(1);
        assertThat(blobs.find(used.sha256())).isPresent();
        assertThat(blobs.find(unused.sha256())).isEmpty();
    }

    @Test
    void sweep_sparesWhatWasPutAgain() {
        Blob blob = blobs.put(bytes("abc"), -1, 100);
        clock.advance(Duration.ofMinutes(61));
        blobs.put(bytes("abc"), -1, 100);

        assertThat(blobs.sweep(_ -> false)).isZero();
        assertThat(blobs.find(blob.sha256())).isPresent();
    }
}
