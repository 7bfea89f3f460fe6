package io.stardust.agent.install;

import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.pack.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Packages as Spring Boot makes them, stored jars of classes, and what a server says of them. */
public final class Boots {
    private static final int JARS = 8;
    private static final int CLASSES = 100;

    private Boots() {}

    /** About 2 MB; class {@code changed} of the fourth jar is another than usual, -1 for none. */
    public static byte[] app(int changed) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int jar = 0; jar < JARS; jar++) {
                byte[] inner = jar(jar, jar == 3 ? changed : -1);
                var crc = new CRC32();
                crc.update(inner);
                var entry = new ZipEntry("lib/" + jar + ".jar");
                entry.setTime(1_700_000_000_000L);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(inner.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(inner);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] jar(int seed, int changed) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < CLASSES; i++) {
                var random = new Random(seed * 1_000L + i + (i == changed ? 1_000_000 : 0));
                var entry = new ZipEntry("com/example/Class" + i + ".class");
                entry.setTime(1_700_000_000_000L);
                zip.putNextEntry(entry);
                byte[] code = new byte[500 + random.nextInt(4_000)];
                random.nextBytes(code);
                zip.write(code);
            }
        }
        return bytes.toByteArray();
    }

    public static Manifest manifest(Path folder, byte[] zip) throws IOException {
        return Manifest.of(Files.write(folder.resolve("of.zip"), zip));
    }

    /** As it travels. */
    public static byte[] packed(byte[] text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    /** The same, with a manifest at {@code url}. */
    public static DeployInfo with(
            DeployInfo base, @Nullable String url, String sha256, @Nullable String signature, @Nullable String key) {
        return new DeployInfo(
                base.id(),
                base.name(),
                base.version(),
                base.url(),
                base.hash(),
                base.overwrite(),
                base.mode(),
                base.service(),
                base.sha256(),
                base.size(),
                base.releaseId(),
                base.revision(),
                base.desired(),
                base.restarts(),
                base.rolloutId(),
                url,
                sha256,
                signature,
                key,
                base.reinstalls(),
                null,
                null);
    }
}
