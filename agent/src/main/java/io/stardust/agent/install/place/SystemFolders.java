package io.stardust.agent.install.place;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The folders of the operating system: an app that unpacked into one of them could take the machine down. */
final class SystemFolders {
    /** With all that is below them. */
    private static final List<Path> TREES = List.of(
            Path.of("/bin"),
            Path.of("/boot"),
            Path.of("/dev"),
            Path.of("/etc"),
            Path.of("/lib"),
            Path.of("/lib32"),
            Path.of("/lib64"),
            Path.of("/proc"),
            Path.of("/sbin"),
            Path.of("/sys"),
            Path.of("/usr/bin"),
            Path.of("/usr/include"),
            Path.of("/usr/lib"),
            Path.of("/usr/lib64"),
            Path.of("/usr/sbin"));

    /** They alone: what is below them may be an app's. */
    private static final Set<Path> ALONE = Set.of(
            Path.of("/usr/local"),
            Path.of("/usr/local/bin"),
            Path.of("/usr/local/lib"),
            Path.of("/usr/local/sbin"),
            Path.of("/usr/share"),
            Path.of("/var/cache"),
            Path.of("/var/lib"),
            Path.of("/var/log"),
            Path.of("/var/run"),
            Path.of("/var/spool"),
            Path.of("/var/tmp"));

    private SystemFolders() {}

    /** Whether it is one of them, or so near the root that it is nobody's own. Follows links where they lead. */
    static boolean holds(Path folder) {
        return is(folder) || is(real(folder));
    }

    private static boolean is(Path folder) {
        boolean top = folder.getNameCount() < 2 && TOP.contains(folder);
        return top || ALONE.contains(folder) || TREES.stream().anyMatch(folder::startsWith);
    }

    private static final Set<Path> TOP = Set.of(
            Path.of("/"),
            Path.of("/home"),
            Path.of("/media"),
            Path.of("/mnt"),
            Path.of("/opt"),
            Path.of("/root"),
            Path.of("/run"),
            Path.of("/srv"),
            Path.of("/tmp"),
            Path.of("/usr"),
            Path.of("/var"));

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder; // it is not there yet
        }
    }
}
