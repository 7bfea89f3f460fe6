package io.stardust.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stardust.house.LongRun;
import io.stardust.protocol.pack.PackageEntries;
import io.stardust.protocol.pack.ZipDirectory;
import io.stardust.protocol.pack.ZipDirectory.BadZip;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class SafeUnzipTest {
    private static final long PLENTY = 1L << 30;

    @TempDir(factory = FastDisk.class)
    Path folder;

    @Test
    void unpack_keepsContentsFoldersAndTheExecutableBit() throws IOException {
        byte[] big = random(3_000_000);
        Zips zip = Zips.zip()
                .file("app.jar", big)
                .folder("empty/inside")
                .script("bin/run.sh", "#!/bin/sh\n")
                .stored("data/size.txt", "stored".getBytes(StandardCharsets.UTF_8))
                .file("nothing", "");

        List<String> files = unpack(zip.bytes());

        assertThat(files).containsExactlyInAnyOrder("app.jar", "bin/run.sh", "data/size.txt", "nothing");
        assertThat(target("app.jar")).hasBinaryContent(big);
        assertThat(target("empty/inside")).isDirectory();
        assertThat(target("bin/run.sh")).isExecutable();
        assertThat(Files.isExecutable(target("app.jar"))).isFalse();
        assertThat(target("data/size.txt")).hasContent("stored");
        assertThat(target("nothing")).isEmptyFile();
    }

    @Test
    void unpack_keepsForeignNames_orSaysThatThisMachineCannot() throws IOException {
        byte[] zip = Zips.zip().file("größe/名前.txt", "x").bytes();
        if ("UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"))) {
            assertThat(unpack(zip)).containsExactly("größe/名前.txt");
            assertThat(target("größe/名前.txt")).hasContent("x");
        } else {
            assertRefused(zip, "cannot have a file named");
        }
    }

    @Test
    void unpack_readsNamesOfAChineseWindows_withAndWithoutTheirUnicodeField() throws IOException {
        assumeTrue("UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding")));
        byte[] gbk = "说明.txt".getBytes(Charset.forName("GBK"));
        byte[] other = {(byte) 0x81, 'x', '.', 't', 'x', 't'};
        byte[] zip = Zips.zip()
                .file("a", bytes("1"), item -> item.name(gbk, new byte[0]))
                .file("b", bytes("2"), item -> item.name(other, unicodeField(other, "ü.txt")))
                .bytes();

        assertThat(unpack(zip)).containsExactlyInAnyOrder("说明.txt", "ü.txt");
    }

    private static byte[] unicodeField(byte[] name, String unicode) {
        CRC32 crc = new CRC32();
        crc.update(name);
        byte[] text = bytes(unicode);
        byte[] field = new byte[9 + text.length];
        ByteBuffer.wrap(field)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x7075)
                .putShort((short) (5 + text.length))
                .put((byte) 1)
                .putInt((int) crc.getValue())
                .put(text);
        return field;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void unpack_takesNamesWithDots_asTheTarOfWindowsWritesThem() throws IOException {
        byte[] zip = Zips.zip()
                .folder(".")
                .file("./a.txt", "1")
                .file("./b/./c.txt", "2")
                .bytes();

        assertThat(unpack(zip)).containsExactlyInAnyOrder("a.txt", "b/c.txt");
        assertThat(target("b/c.txt")).hasContent("2");
        assertRefused(Zips.zip().file("a", "1").file("./a", "2").bytes(), "two entries named 'a'");
        assertRefused(Zips.zip().file("./../a", "1").bytes(), "'..'");
    }

    @Test
    void unpack_makesScriptsOfWindowsRun() throws IOException {
        byte[] zip = Zips.zip()
                .stored("run.sh", bytes("\uFEFF#!/bin/sh\r\necho hi\r\n"))
                .stored("help.sh", bytes("echo a\r\necho b\n"))
                .stored("tool", bytes("\u007fELFx"))
                .stored("page.html", bytes("<p>\r\n"))
                .stored("unix.sh", bytes("#!/bin/sh\nprintf 'a\r\n'\n"))
                .bytes();

        unpack(zip);

        assertThat(target("run.sh")).hasContent("#!/bin/sh\necho hi\n").isExecutable();
        assertThat(Files.readString(target("help.sh"))).isEqualTo("echo a\necho b\n");
        assertThat(target("tool")).isExecutable();
        assertThat(Files.readString(target("page.html"))).isEqualTo("<p>\r\n");
        assertThat(Files.isExecutable(target("page.html"))).isFalse();
        assertThat(Files.readString(target("unix.sh"))).contains("a\r\n");
    }

    @Test
    void unpack_keepsTheModeOfAScriptOfWindows_alsoWhereItMayOnlyBeRead() throws IOException {
        byte[] script = bytes("#!/bin/sh\r\necho hi\r\n");
        byte[] zip = Zips.zip()
                .file("read.sh", script, item -> item.mode(0100400))
                .file("run.sh", script, item -> item.mode(0100570))
                .file("shared.sh", script, item -> item.mode(0100664))
                .bytes();

        unpack(zip);

        for (String name : List.of("read.sh", "run.sh", "shared.sh")) {
            assertThat(Files.readString(target(name))).isEqualTo("#!/bin/sh\necho hi\n");
        }
        assertThat(mode("read.sh")).isEqualTo("r--------");
        assertThat(mode("run.sh")).isEqualTo("r-xrwx---");
        assertThat(mode("shared.sh")).isEqualTo("rw-rw-r--");
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(target(path)));
    }

    @Test
    void unpack_leavesWhatIsExecutableToTheArchive_whereItTellsModes() throws IOException {
        unpack(Zips.zip().file("data.sh", "#!/bin/sh\n").bytes());

        assertThat(Files.isExecutable(target("data.sh"))).isFalse();
    }

    @Test
    void unpack_readsWhatTheJdkWrites_alsoWithMoreEntriesThanSixteenBitsCount() throws IOException {
        Path zip = folder.resolve("many.zip");
        try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zip)))) {
            out.setLevel(0);
            for (int i = 0; i < 66_000; i++) {
                out.putNextEntry(new ZipEntry("d/" + i + "/"));
                out.closeEntry();
            }
            out.putNextEntry(new ZipEntry("last.txt"));
            out.write("here".getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }

        // the folders only need to be counted: making 66,000 of them would test the disk
        try (var channel = java.nio.channels.FileChannel.open(zip)) {
            assertThat(ZipDirectory.read(channel, PackageEntries.MAX_ENTRIES)).hasSize(66_001);
        }
        try (var channel = java.nio.channels.FileChannel.open(zip)) {
            assertThatThrownBy(() -> ZipDirectory.read(channel, 66_000)).isInstanceOf(BadZip.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "//etc/passwd",
                "../up",
                "a/../../up",
                "a/..",
                "..",
                ".",
                "a//b",
                "",
                "/",
                "a\\b",
                "..\\up",
                "\\up",
                "C:/x",
                "c:x",
                "C:\\x",
                "a\0b",
                "a\nb",
                "a\u007fb",
                "a\u0085b"
            })
    void unpack_refuses_aNameThatIsNotPlainlyBelow(String name) {
        assertRefused(Zips.zip().file("good", "1").file(name, "x").bytes());
    }

    @Test
    void unpack_refuses_namesTooLongOrTooDeep() {
        assertRefused(Zips.zip().file("x".repeat(256), "").bytes());
        assertRefused(Zips.zip().file("ü".repeat(128), "").bytes());
        assertRefused(Zips.zip().file("d/".repeat(64) + "x", "").bytes());
        assertRefused(Zips.zip()
                .file(("d".repeat(200) + "/").repeat(6) + "x", "")
                .bytes());
    }

    @Test
    void unpack_refuses_namesThatSomeDiskWouldTakeForOne() {
        assertRefused(Zips.zip().file("a", "1").file("a", "2").bytes(), "two entries");
        assertRefused(Zips.zip().file("App.jar", "1").file("app.JAR", "2").bytes(), "differ only in case");
        assertRefused(Zips.zip().file("Lib/a", "1").file("lib/b", "2").bytes(), "differ only in case");
        assertRefused(Zips.zip().file("lib", "1").file("lib/b", "2").bytes(), "a file and a folder");
        assertRefused(Zips.zip().file("lib/b", "1").file("LIB", "2").bytes(), "a file and a folder");
        assertRefused(Zips.zip().folder("lib").file("lib", "2").bytes(), "a file and a folder");
    }

    @Test
    void unpack_refuses_linksDevicesAndEncryptedEntries() {
        byte[] to = "/etc".getBytes(StandardCharsets.UTF_8);
        assertRefused(Zips.zip().file("link", to, it -> it.mode(0120777)).bytes(), "symbolic link");
        assertRefused(Zips.zip().file("pipe", to, it -> it.mode(0010644)).bytes(), "device or pipe");
        assertRefused(Zips.zip().file("disk", to, it -> it.mode(0060644)).bytes(), "device or pipe");
        assertRefused(Zips.zip().file("odd", to, it -> it.mode(0040755)).bytes(), "both a file and a folder");
        assertRefused(Zips.zip().file("safe", to, it -> it.flags(1)).bytes(), "encrypted");
        assertRefused(Zips.zip().file("safe", to, it -> it.flags(1 << 6 | 1)).bytes(), "encrypted");
        assertRefused(Zips.zip().file("lzma", to, it -> it.method(14)).bytes(), "method 14");
    }

    @Test
    void unpack_refuses_contentThatIsNotWhatTheListSays() {
        byte[] text = "some text that is long enough".getBytes(StandardCharsets.UTF_8);
        assertRefused(Zips.zip().file("a", text, it -> it.crc(7)).bytes(), "wrong CRC");
        assertRefused(Zips.zip().file("a", text, it -> it.size(5)).bytes(), "expected: 5");
        assertRefused(Zips.zip().file("a", text, it -> it.size(50)).bytes(), "expected: 50");
        assertRefused(Zips.zip().file("a", text, it -> it.method(0)).bytes(), "two different sizes");
        assertRefused(Zips.zip().file("a/", text).bytes());
    }

    @Test
    void unpack_refuses_bombs() {
        byte[] zeros = new byte[4 << 20];
        assertRefused(Zips.zip().file("bomb", zeros).bytes(), "at most 200 times");

        // says it is small, and is not: never more than said is written
        assertRefused(Zips.zip().file("bomb", zeros, it -> it.size(1000)).bytes(), "expected: 1000");
        assertThat(target("bomb").toFile().length()).isLessThanOrEqualTo(1000);

        Zips many = Zips.zip().file("a", random(600_000)).file("b", random(600_000));
        assertThatThrownBy(() -> new SafeUnzip(1_000_000, true).unpack(many.write(folder.resolve("m.zip")), fresh("m")))
                .isInstanceOf(BadZip.class)
                .hasMessageContaining("more than the 1000000 bytes");
    }

    @Test
    void unpack_refuses_entriesThatShareTheirData() {
        byte[] bytes = Zips.zip().file("a", "same").file("b", "same").bytes();
        int second = lastIndexOf(bytes, new byte[] {0x50, 0x4b, 1, 2});
        Arrays.fill(bytes, second + 42, second + 46, (byte) 0); // b's header offset = a's

        assertRefused(bytes, "overlap");
    }

    @Test
    void unpack_refuses_everyCutOffZip() {
        byte[] whole = Zips.zip()
                .file("a.txt", random(500))
                .script("b.sh", "#!/bin/sh\n")
                .bytes();
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void unpack_refuses_bytesBeforeTheZip() throws IOException {
        byte[] zip = Zips.zip().file("a", "1").bytes();
        Path file = folder.resolve("sfx.zip");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
            out.write(zip);
        }
        assertRefused(Files.readAllBytes(file), "not only a zip");
    }

    @Test
    @Tag("fuzz")
    void unpack_writesOnlyBelowTheTarget_andFailsOnlyWithIoExceptions_forThousandMutations() throws IOException {
        byte[] valid = Zips.zip()
                .file("app.jar", random(2000))
                .script("bin/run.sh", "#!/bin/sh\nexec true\n")
                .folder("logs")
                .stored("conf/app.yml", "a: 1\n".getBytes(StandardCharsets.UTF_8))
                .file("read.me", "x".repeat(3000))
                .bytes();
        Path outer = Files.createDirectory(folder.resolve("outer"));
        Path zip = outer.resolve("package.zip");
        Path target = outer.resolve("target");
        int refused = 0;
        for (int seed : LongRun.rounds(1000)) {
            Files.write(zip, mutate(valid, new Random(seed)));
            Files.createDirectory(target);
            try {
                new SafeUnzip(1 << 20, true).unpack(zip, target);
            } catch (IOException e) {
                refused++;
                assertThat(e).as("seed %s", seed).isInstanceOf(BadZip.class);
            }
            try (Stream<Path> beside = Files.list(outer)) {
                assertThat(beside).as("seed %s", seed).containsExactlyInAnyOrder(zip, target);
            }
            assertThat(links(target)).as("seed %s", seed).isEmpty();
            Disk.REAL.deleteTree(target);
        }
        assertThat(refused).isGreaterThan(500);
    }

    private static List<Path> links(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isSymbolicLink).toList();
        }
    }

    /** One to four changes: a flipped byte, a field of ones, a piece doubled or cut out, with a bias to the list. */
    private static byte[] mutate(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int from = random.nextBoolean() ? 0 : bytes.length * 2 / 3;
            int at = from + random.nextInt(Math.max(1, bytes.length - from));
            int length = Math.min(1 + random.nextInt(8), bytes.length - at);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> Arrays.fill(bytes, at, at + length, (byte) 0xFF);
                case 2 -> bytes[at] = (byte) "/.\\:\0".charAt(random.nextInt(5));
                case 3 -> bytes = splice(bytes, at, at, at + length);
                default -> bytes = splice(bytes, at, at + length, at + length);
            }
        }
        return bytes;
    }

    /** {@code [0, end1) + [start2, …)}. */
    private static byte[] splice(byte[] bytes, int start, int end, int doubledTo) {
        byte[] head = Arrays.copyOf(bytes, Math.max(doubledTo == end ? start : doubledTo, 1));
        byte[] tail = Arrays.copyOfRange(bytes, Math.min(end, bytes.length), bytes.length);
        byte[] both = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        return both;
    }

    private void assertRefused(byte[] zip) {
        assertRefused(zip, "");
    }

    private void assertRefused(byte[] zip, String words) {
        assertThatThrownBy(() -> unpack(zip)).isInstanceOf(BadZip.class).hasMessageContaining(words);
    }

    private List<String> unpack(byte[] zip) throws IOException {
        Path file = Files.write(folder.resolve("package.zip"), zip);
        Disk.REAL.deleteTree(target(""));
        return new SafeUnzip(PLENTY, true).unpack(file, fresh("target"));
    }

    private Path fresh(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    private Path target(String path) {
        return folder.resolve("target").resolve(path);
    }

    public static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static int lastIndexOf(byte[] bytes, byte[] what) {
        for (int at = bytes.length - what.length; at >= 0; at--) {
            if (Arrays.equals(bytes, at, at + what.length, what, 0, what.length)) return at;
        }
        throw new AssertionError("not found");
    }
}
