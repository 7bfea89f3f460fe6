package io.stardust.agent.install;

import io.stardust.protocol.start.StartRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A package that is a runnable jar: it is not unpacked, but run as it is. */
final class JarPackage {
    private JarPackage() {}

    /** What the package's file will be called; empty when it is to be unpacked. */
    static Optional<String> name(Path zip, @Nullable String fileName, String app) {
        return StartRules.jar(PortArgument.manifest(zip), fileName, path -> has(zip, path), app);
    }

    private static boolean has(Path zip, String path) {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.getEntry(path) != null;
        } catch (IOException e) {
            return false; // unpacking it will say what is wrong with it
        }
    }
}
