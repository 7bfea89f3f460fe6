package io.stardust.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What the release before left: its jars, and a data folder that it wrote. {@code src/test/releases} says of what. */
final class OldRelease {
    static final String VERSION = "4.0";

    private static final Path KEPT =
            Path.of(System.getProperty("stardust.root", "..")).resolve("e2e/src/test/releases");

    private OldRelease() {}

    /** Its own jars, unpacked in {@code folder}. */
    static Path jars(Path folder) {
        unpack("jars.zip", folder);
        return folder;
    }

    /** Unpacks what its server kept into {@code folder}. */
    static void data(Path folder) {
        unpack("data.zip", folder);
    }

    /** What it runs with instead of {@code jar} of the build: its own, or nothing; jars of others stay. */
    static Stream<Path> instead(Path jar, Path jars, Path root) {
        String name = jar.getFileName().toString();
        String module = name.substring(0, name.lastIndexOf('-'));
        if (!Files.exists(root.resolve(module).resolve("pom.xml"))) return Stream.of(jar);
        return Stream.of(jars.resolve(module + "-" + VERSION + ".jar")).filter(Files::exists);
    }

    private static void unpack(String name, Path folder) {
        try (InputStream file = Files.newInputStream(KEPT.resolve(name));
                var in = new ZipInputStream(file)) {
            Files.createDirectories(folder);
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path target = folder.resolve(entry.getName());
                if (entry.isDirectory()) Files.createDirectories(target);
                else Files.copy(in, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
