package io.stardust.agent.install;

import io.stardust.agent.files.Folder;
import io.stardust.agent.files.Modes;
import io.stardust.agent.install.place.DiskSpace;
import io.stardust.agent.install.place.Layout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What shadow mode does besides a swap: programs in a folder of their own, configuration in the work directory. */
final class ShadowFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowFiles.class);

    private ShadowFiles() {}

    /** Copies the configuration of a package into a folder shaped like the package; returns that folder. */
    static Path configuration(Staged staged, Path scratch) throws IOException {
        try (Folder room = Folder.open(scratch)) {
            room.makeFolder("configuration", "rwxr-xr-x");
            try (Folder root = room.folder("configuration")) {
                for (String path : staged.files()) {
                    if (!FileRules.isConfig(path)) continue;
                    Path to = root.path().resolve(path);
                    Files.createDirectories(Layout.parent(to));
                    Files.copy(staged.root().resolve(path), to);
                }
            }
        }
        return scratch.resolve("configuration");
    }

    /** A partial package holds some files only: the others come from the shadow before it. */
    static void complete(Path root, Installed before) throws IOException {
        Path old = Path.of(before.programs());
        for (String path : before.files()) {
            Path from = old.resolve(path);
            Path to = root.resolve(path);
            if (!Files.isRegularFile(from) || Files.exists(to)) continue; // the package's own is newer
            Files.createDirectories(Layout.parent(to));
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /**
     * Where the programs go: {@code shadow/}, else beside the packages, where this agent has just written and from
     * where no rename crosses disks.
     */
    static Path folder(Layout layout, String app, String hash) throws IOException {
        List<Path> places = layout.shadows(app, hash);
        try {
            Path usual = Files.createDirectories(layout.shadow());
            Modes.set(usual, "rwx--x--x"); // the apps' own users run what is in it
            Path staging = Modes.makeFolder(layout.staging(app));
            boolean usable =
                    Files.isWritable(usual) && Files.getFileStore(usual).equals(Files.getFileStore(staging));
            if (usable) return places.getFirst();
        } catch (IOException e) {
            if (DiskSpace.isFull(e)) throw e;
            LOG.warn("{}: {}", layout.shadow(), e.toString());
        }
        Path instead = Modes.makeFolder(layout.releases(app));
        Modes.set(instead, "rwx--x--x");
        Modes.set(Layout.parent(instead), "rwx--x--x");
        LOG.info("{}: {} may not be used, the programs go to {}", app, layout.shadow(), places.getLast());
        return places.getLast();
    }

    /** Deletes the shadows of an app, but for the current one. */
    static void removeOthers(Layout layout, Disk disk, String app, @Nullable Path current) throws IOException {
        removeOthers(layout.shadow(), app + "-", disk, current);
        removeOthers(layout.releases(app), Layout.SHADOW_INSTEAD, disk, current);
    }

    private static void removeOthers(Path folder, String prefix, Disk disk, @Nullable Path current) throws IOException {
        if (!Files.isDirectory(folder)) return;
        try (DirectoryStream<Path> shadows = Files.newDirectoryStream(folder)) {
            for (Path shadow : shadows) {
                String name = String.valueOf(shadow.getFileName());
                // a name may itself hold a dash: only the eight digits behind it tell whose shadow this is
                boolean own = name.startsWith(prefix) && name.length() == prefix.length() + 8;
                if (own && !shadow.equals(current)) disk.deleteTree(shadow);
            }
        }
    }
}
