package io.stardust.agent.install;

import java.util.Arrays;
import java.util.Random;

/** Packages with something wrong, the same for the same seed. */
public final class Mutations {
    private static final String[] NAMES = {
        "../out.txt",
        "a/../../out.txt",
        "/tmp/stardust-out.txt",
        "..",
        "./out.txt",
        "a//out.txt",
        "..\\out.txt",
        "C:\\out.txt",
        "C:out.txt",
        "nul\0.txt",
        "line\nbreak.txt",
        "",
        "/",
        "RUN.SH",
        "Lib/A.SO",
        "lib",
        "run.sh/below",
        "x".repeat(300),
        "d/".repeat(80) + "deep",
        "out\u202Etxt.sh",
        "\u00e4/\u4f60\u597d.txt"
    };

    private Mutations() {}

    /** One package; about half of the seeds change single bytes, the others lie in the headers. */
    public static byte[] of(int seed) {
        Random random = new Random(seed);
        Zips zip = Zips.zip();
        if (random.nextInt(4) == 0) zip.file(name(random), "hostile");
        zip.script("run.sh", "#!/bin/sh\nexec sleep 6099\n").file("lib/a.so", SafeUnzipTest.random(300));
        switch (random.nextInt(9)) {
            case 0 -> zip.file(name(random), "hostile");
            case 1 -> zip.file("link", "/etc/passwd".getBytes(US_ASCII), item -> item.mode(0120777));
            case 2 -> zip.file("device", new byte[0], item -> item.mode(0020666));
            case 3 -> zip.file("locked", SafeUnzipTest.random(50), item -> item.flags(1));
            case 4 -> zip.file("odd", SafeUnzipTest.random(50), item -> item.method(random.nextInt(100)));
            case 5 -> zip.file("size", SafeUnzipTest.random(50), item -> item.size(random.nextInt()));
            case 6 -> zip.file("crc", SafeUnzipTest.random(50), item -> item.crc(random.nextInt()));
            case 7 -> zip.folder(name(random));
            default -> zip.stored("conf/app.yml", SafeUnzipTest.random(40));
        }
        zip.file("notes.txt", SafeUnzipTest.random(200));
        byte[] bytes = zip.bytes();
        for (int changes = random.nextInt(4); changes > 0; changes--) bytes = change(bytes, random);
        return bytes;
    }

    private static final java.nio.charset.Charset US_ASCII = java.nio.charset.StandardCharsets.US_ASCII;

    private static String name(Random random) {
        return NAMES[random.nextInt(NAMES.length)];
    }

    private static byte[] change(byte[] from, Random random) {
        byte[] bytes = from.clone();
        if (bytes.length < 64) return bytes;
        int at = random.nextBoolean() ? random.nextInt(bytes.length) : bytes.length * 2 / 3 + random.nextInt(20);
        int other = random.nextInt(bytes.length - 8);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> Arrays.fill(bytes, other, other + 8, (byte) (random.nextBoolean() ? 0 : 0xFF));
            case 2 -> bytes[at] = (byte) "/.\\:\0".charAt(random.nextInt(5));
            case 3 -> {
                return Arrays.copyOf(bytes, at); // cut off
            }
            case 4 -> {
                int piece = Math.min(46, bytes.length - Math.max(at, other)); // headers change places
                byte[] kept = Arrays.copyOfRange(bytes, at, at + piece);
                System.arraycopy(bytes, other, bytes, at, piece);
                System.arraycopy(kept, 0, bytes, other, piece);
            }
            case 5 -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 8); // a piece twice
                System.arraycopy(bytes, other, longer, other + 8, bytes.length - other);
                return longer;
            }
            default -> {
                byte[] shorter = Arrays.copyOf(bytes, bytes.length - 8); // a piece missing
                System.arraycopy(bytes, other + 8, shorter, other, bytes.length - other - 8);
                return shorter;
            }
        }
        return bytes;
    }
}
