package io.stardust.agent.install;

import io.stardust.agent.files.Folder;
import io.stardust.agent.files.Modes;
import io.stardust.agent.install.place.Layout;
import io.stardust.agent.install.place.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes folders from which a rename reaches where the files are to go. */
final class Scratch {
    /** Inside a work directory that lies on another disk than the data directory; renames do not cross disks. */
    static final String INSIDE = ".stardust";

    private Scratch() {}

    /** A new folder below the app's staging folder. */
    static Path staging(Layout layout, String name, String prefix) throws IOException {
        return Files.createTempDirectory(Modes.makeFolder(layout.staging(name)), prefix);
    }

    /** A new folder on the disk of the work directory, the agent's alone. */
    static Path near(Layout layout, Place place) throws IOException {
        Path staging = Modes.makeFolder(layout.staging(place.name()));
        if (sameDisk(staging, place.directory())) return Files.createTempDirectory(staging, "unpacked-");
        // the work directory itself may be where the disk is mounted, so beside it would be the wrong disk again
        try (Folder work = Folder.make(place.directory())) {
            work.deleteTree(INSIDE);
            work.makeFolder(INSIDE, "rwx------");
            try (Folder inside = work.folder(INSIDE)) {
                // nobody else can tell its name, so none can put another in its place
                Path name =
                        Files.createTempDirectory(inside.path(), "unpacked-").getFileName();
                return place.directory().resolve(INSIDE).resolve(String.valueOf(name));
            }
        }
    }

    /** Removes what a killed agent has left in a work directory. */
    static void sweep(Path directory, Disk disk) throws IOException {
        disk.deleteTree(directory.resolve(INSIDE));
    }

    /** What to delete when {@code folder} is not needed any more: nothing of ours may stay in a work directory. */
    static Path whole(Path folder) {
        Path around = Layout.parent(folder);
        return around.endsWith(INSIDE) ? around : folder;
    }

    private static boolean sameDisk(Path staging, Path directory) throws IOException {
        Path there = directory;
        while (!Files.exists(there)) there = Layout.parent(there);
        return Files.getFileStore(there).equals(Files.getFileStore(staging));
    }
}
