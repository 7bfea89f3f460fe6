import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the server's image, of the format of OCI: {@code java Image.java ROOT ARCHITECTURE VERSION CACHE TAR}. */
final class Image {
    private static final String PROGRAM = "/opt/stardust-server";
    private static final String DATA = "/var/lib/stardust";
    private static final String USER = "6600:6600";

    private Image() {}

    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        Path cache = Path.of(args[3]);
        Jib.fromScratch()
                .setPlatforms(Set.of(new Platform(args[1], "linux")))
                .setFormat(ImageFormat.OCI)
                .setCreationTime(Files.getLastModifiedTime(root).toInstant())
                .addFileEntriesLayer(layer("system", root, false))
                .addFileEntriesLayer(layer("server", root, true))
                .setEntrypoint(List.of(PROGRAM + "/java/bin/java", "@" + PROGRAM + "/share/server.args"))
                .setUser(USER)
                .setExposedPorts(Port.tcp(6600))
                .setVolumes(AbsoluteUnixPath.get(DATA))
                .setEnvironment(Map.of("LC_ALL", "C.UTF-8", "STARDUST_DATA", DATA))
                .setLabels(Map.of("org.opencontainers.image.title", "stardust-server", "org.opencontainers.image.version", args[2]))
                .containerize(Containerizer.to(TarImage.at(Path.of(args[4])).named("stardust-server:" + args[2]))
                        .setOfflineMode(true)
                        .setBaseImageLayersCache(cache)
                        .setApplicationLayersCache(cache));
    }

    /** The files below {@code root}: those of the program, or all others. */
    private static FileEntriesLayer layer(String name, Path root, boolean program) throws IOException {
        var layer = FileEntriesLayer.builder().setName(name);
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted().toList()) {
                String place = "/" + root.relativize(path);
                if (place.startsWith(PROGRAM) != program || place.equals("/")) continue;
                layer.addEntry(
                        path,
                        AbsoluteUnixPath.get(place),
                        FilePermissions.fromPosixFilePermissions(Files.getPosixFilePermissions(path)),
                        Files.getLastModifiedTime(path).toInstant(),
                        place.equals(DATA) ? USER : "0:0");
            }
        }
        return layer.build();
    }
}
