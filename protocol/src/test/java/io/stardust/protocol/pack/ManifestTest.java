package io.stardust.protocol.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.house.LongRun;
import io.stardust.protocol.Hashes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
    private static final int JARS = 12;
    private static final int CLASSES = 120;

    @TempDir
    Path folder;

    @Test
    void of_coversEveryByte_andItsTextReadsBack() throws IOException {
        byte[] zip = app(0, -1);
        Manifest made = Manifest.of(write(zip));
        Manifest read = new Manifest(made.text());

        assertThat(read.sha256()).isEqualTo(Hashes.sha256Hex(zip));
        assertThat(read.size()).isEqualTo(zip.length);
        int at = 0;
        for (int i = 0; i < read.count(); i++) {
            byte[] chunk = Arrays.copyOfRange(zip, at, at + read.length(i));
            assertThat(read.hash(i)).isEqualTo(Hashes.sha256Hex(chunk));
            assertThat(read.matches(i, Hashes.sha256().digest(chunk))).isTrue();
            at += read.length(i);
        }
        assertThat(at).isEqualTo(zip.length);
        assertThat(read.entries()).isEqualTo(1 + JARS + JARS * CLASSES);
        assertThat(made.textSha256()).isEqualTo(Hashes.sha256Hex(made.text()));
    }

    @Test
    void of_opensStoredJars_andNamesWhatIsInThem() throws IOException {
        Manifest manifest = Manifest.of(write(app(0, -1)));

        assertThat(paths(manifest))
                .anyMatch(path -> path.startsWith("lib/3.jar!/com/example/"))
                .contains("lib/3.jar!/(directory)", "(directory)");
    }

    @Test
    void of_changesLittle_whenOneClassChanges() throws IOException {
        Manifest before = Manifest.of(write(app(0, -1)));
        Manifest after = Manifest.of(write(app(0, 57)));

        assertThat(news(before, after)).isLessThan(after.size() * 3 / 100);
    }

    @Test
    void of_changesLittle_whenEveryTimeChanges() throws IOException {
        Manifest before = Manifest.of(write(app(0, -1)));
        Manifest after = Manifest.of(write(app(86_400_000, -1)));

        assertThat(news(before, after)).isLessThan(after.size() * 3 / 100);
    }

    @Test
    void marks_areThoseOfTheCutsAlone_soThatDataNeedNotBeRead() throws IOException {
        byte[] zip = app(0, -1);
        Path file = write(zip);
        Manifest manifest = Manifest.of(file);

        try (FileChannel channel = FileChannel.open(file)) {
            Chunks chunks = Chunks.of(channel, manifest.grain());
            assertThat(chunks.count()).isEqualTo(manifest.count());
            for (int i = 0; i < chunks.count(); i++) {
                assertThat(chunks.mark(i)).isEqualTo(manifest.mark(i)).isNotEqualTo(Chunks.NO_MARK);
                assertThat(chunks.length(i)).isEqualTo(manifest.length(i));
            }
        }
    }

    @Test
    void of_cutsIntoPieces_whatItCannotReadAsAZip() throws IOException {
        byte[] noise = new byte[2_500_000];
        new Random(1).nextBytes(noise);

        Manifest manifest = Manifest.of(write(noise));

        assertThat(manifest.sha256()).isEqualTo(Hashes.sha256Hex(noise));
        assertThat(manifest.count()).isEqualTo(3);
        assertThat(manifest.mark(0)).isEqualTo(Chunks.NO_MARK);
    }

    @Test
    @Tag("fuzz")
    void of_holdsOn_whateverBytesOfTheZipAreWrong() throws IOException {
        byte[] zip = app(0, -1);
        for (int round : LongRun.rounds(100)) {
            var random = new Random(round);
            byte[] bad = zip.clone();
            // half of them at the end, where the directory is
            int reach = round % 2 == 0 ? 60_000 : bad.length;
            for (int i = 0; i < 8; i++) bad[bad.length - 1 - random.nextInt(reach)] = (byte) random.nextInt();
            if (round % 5 == 0) bad = Arrays.copyOf(bad, random.nextInt(bad.length));
            Manifest manifest = Manifest.of(write(bad));
            assertThat(manifest.sha256()).isEqualTo(Hashes.sha256Hex(bad));
        }
    }

    @Test
    void read_refusesInWords_whatIsNoManifest() throws IOException {
        String good = new String(Manifest.of(write(app(0, -1))).text(), StandardCharsets.UTF_8);
        String line = good.lines().skip(2).findFirst().orElseThrow();

        assertRefused("");
        assertRefused("hello\n");
        assertRefused(good.replace("manifest 1", "manifest 2"));
        assertRefused(good.substring(0, good.length() - 1));
        assertRefused(good + line + "\n");
        assertRefused(good.replace(line, "-" + line));
        assertRefused(good.replace(line, "9999999999 x"));
        assertRefused("stardust-manifest 1\npackage " + "a".repeat(64) + " 5 1\n");
        assertRefused("stardust-manifest 1\npackage " + "a".repeat(64) + " x 4096\n");
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> new Manifest(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Set<String> paths(Manifest manifest) {
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < manifest.count(); i++) paths.add(manifest.path(i));
        return paths;
    }

    /** Bytes of chunks that are not in {@code before}. */
    private static long news(Manifest before, Manifest after) {
        Set<String> had = new HashSet<>();
        for (int i = 0; i < before.count(); i++) had.add(before.hash(i));
        long bytes = 0;
        for (int i = 0; i < after.count(); i++) if (!had.contains(after.hash(i))) bytes += after.length(i);
        return bytes;
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("p.zip"), bytes);
    }

    /** As Spring Boot packs: stored jars of deflated classes; {@code changed} = which class of jar 3 is another. */
    private static byte[] app(long time, int changed) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(at("run.sh", time));
            zip.write("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
            for (int jar = 0; jar < JARS; jar++) {
                byte[] inner = jar(jar, jar == 3 ? changed : -1);
                var crc = new CRC32();
                crc.update(inner);
                ZipEntry entry = at("lib/" + jar + ".jar", time);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(inner.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(inner);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] jar(int seed, int changed) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < CLASSES; i++) {
                var random = new Random(seed * 1_000L + i + (i == changed ? 1_000_000 : 0));
                zip.putNextEntry(at("com/example/Class" + i + ".class", 0));
                byte[] code = new byte[500 + random.nextInt(5_000)];
                random.nextBytes(code);
                zip.write(code);
            }
        }
        return bytes.toByteArray();
    }

    private static ZipEntry at(String name, long time) {
        var entry = new ZipEntry(name);
        entry.setTime(1_700_000_000_000L + time);
        return entry;
    }
}
