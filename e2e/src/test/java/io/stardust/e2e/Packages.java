package io.stardust.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What {@code ./stardust package} makes. */
final class Packages {
    private Packages() {}

    /** Made of what the build has made, once for it. */
    static Path made() throws IOException {
        Path root = Path.of(System.getProperty("stardust.root", ".."))
                .toAbsolutePath()
                .normalize();
        Path made = root.resolve(".stardust/package");
        Path lock = Files.createDirectories(root.resolve(".stardust")).resolve("package.lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            if (!isNew(made.resolve("SHA256SUMS"), root)) {
                String home = System.getProperty("java.home");
                InstalledAgent.run(
                        List.of("timeout", "380", root.resolve("stardust").toString(), "package"),
                        Map.of("STARDUST_LAUNCHER_NO_BUILD", "1", "JAVA_HOME", home));
            }
        }
        return made;
    }

    private static boolean isNew(Path sums, Path root) throws IOException {
        if (!Files.exists(sums)) return false;
        List<Path> sources = new ArrayList<>(List.of(root.resolve("stardust")));
        try (Stream<Path> packaging = Files.walk(root.resolve("packaging"))) {
            packaging.filter(Files::isRegularFile).forEach(sources::add);
        }
        for (String module : List.of("server", "agent", "cli")) {
            String jars = new Jvm.Program(module, List.of()).classPath();
            Stream.of(jars.split(File.pathSeparator, -1)).map(Path::of).forEach(sources::add);
        }
        for (Path source : sources) {
            if (Files.getLastModifiedTime(source).compareTo(Files.getLastModifiedTime(sums)) > 0) return false;
        }
        return true;
    }

    /** The one file in {@code folder} whose name is as {@code pattern}. */
    static Path only(Path folder, String pattern) throws IOException {
        try (var found = Files.newDirectoryStream(folder, pattern)) {
            return found.iterator().next();
        }
    }
}
