package io.stardust.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Packages, good and bad. Each method writes the file it is given and returns it. */
final class Zips {
    private static final int BLOCK = 1 << 20;

    private Zips() {}

    /** A shell script that lives until somebody kills it, and tells its version in {@code version.txt}. */
    static Path sleeper(Path zip, String version) throws IOException {
        try (var out = open(zip)) {
            text(out, "run.sh", script(version));
        }
        return zip;
    }

    /** As {@link #sleeper}, with {@code bytes} of data, stored as they are, seeded by the version. */
    static Path heavy(Path zip, String version, long bytes) throws IOException {
        try (var out = open(zip)) {
            text(out, "run.sh", script(version));
            var block = new byte[BLOCK];
            new Random(version.hashCode()).nextBytes(block);
            var crc = new CRC32();
            for (long left = bytes; left > 0; left -= BLOCK) crc.update(block, 0, (int) Math.min(left, BLOCK));
            var entry = new ZipEntry("data.bin");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(bytes);
            entry.setCrc(crc.getValue());
            out.putNextEntry(entry);
            for (long left = bytes; left > 0; left -= BLOCK) out.write(block, 0, (int) Math.min(left, BLOCK));
            out.closeEntry();
        }
        return zip;
    }

    /** What is in {@code other}, and a text beside it, so that no two are the same. */
    static Path marked(Path zip, Path other, String mark) throws IOException {
        try (var out = open(zip);
                var in = new ZipInputStream(Files.newInputStream(other))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                in.transferTo(out);
                out.closeEntry();
            }
            text(out, "mark.txt", mark);
        }
        return zip;
    }

    /** A jar as somebody else made it, and a start argument file. */
    static Path jar(Path zip, Path jar, String... arguments) throws IOException {
        try (var out = open(zip)) {
            out.putNextEntry(new ZipEntry(jar.getFileName().toString()));
            Files.copy(jar, out);
            out.closeEntry();
            text(out, "start.args", String.join("\n", arguments) + "\n");
        }
        return zip;
    }

    /** A jar as somebody else made it, with texts beside it by their paths. */
    static Path jar(Path zip, Path jar, Map<String, String> files) throws IOException {
        try (var out = open(zip)) {
            out.putNextEntry(new ZipEntry(jar.getFileName().toString()));
            Files.copy(jar, out);
            out.closeEntry();
            for (var file : new TreeMap<>(files).entrySet()) text(out, file.getKey(), file.getValue());
        }
        return zip;
    }

    /** Files by their paths, texts. */
    static Path of(Path zip, Map<String, String> files) throws IOException {
        try (var out = open(zip)) {
            for (var file : new TreeMap<>(files).entrySet()) text(out, file.getKey(), file.getValue());
        }
        return zip;
    }

    /** Nothing that could be started. */
    static Path readme(Path zip) throws IOException {
        try (var out = open(zip)) {
            text(out, "readme.txt", "Nothing to see here.\n");
        }
        return zip;
    }

    /** A start script, and a file that would land in the folder above. */
    static Path slip(Path zip) throws IOException {
        try (var out = open(zip)) {
            text(out, "run.sh", script("slip"));
            text(out, "../slipped.txt", "out\n");
        }
        return zip;
    }

    /** A start script and some zeros: a few hundred KB that become {@code bytes}. */
    static Path bomb(Path zip, long bytes) throws IOException {
        try (var out = open(zip)) {
            text(out, "run.sh", script("bomb"));
            out.putNextEntry(new ZipEntry("zeros.bin"));
            var zeros = new byte[BLOCK];
            for (long left = bytes; left > 0; left -= BLOCK) out.write(zeros);
            out.closeEntry();
        }
        return zip;
    }

    /** A start script and text that grows two- to threefold, well within what is allowed. */
    static Path swelling(Path zip, String version, long bytes) throws IOException {
        try (var out = open(zip)) {
            out.setLevel(Deflater.BEST_SPEED);
            text(out, "run.sh", script(version));
            out.putNextEntry(new ZipEntry("text.txt"));
            var random = new Random(7);
            var block = new byte[BLOCK];
            for (int i = 0; i < BLOCK; i++) block[i] = (byte) ('a' + random.nextInt(5));
            // the same again does not compress any better: deflate looks back 32 KB only
            for (long left = bytes; left > 0; left -= BLOCK) out.write(block);
            out.closeEntry();
        }
        return zip;
    }

    private static String script(String version) {
        return "#!/bin/sh\necho \"version " + version + "\"\necho " + version + " > version.txt\nexec sleep 1000000\n";
    }

    private static ZipOutputStream open(Path zip) throws IOException {
        Files.createDirectories(zip.getParent());
        OutputStream file = Files.newOutputStream(zip);
        return new ZipOutputStream(new java.io.BufferedOutputStream(file, BLOCK));
    }

    private static void text(ZipOutputStream out, String name, String text) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
    }
}
