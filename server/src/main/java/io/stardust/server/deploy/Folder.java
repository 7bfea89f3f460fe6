package io.stardust.server.deploy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder that an app works in, as its agent will understand it. Two texts for one folder are equal.
 *
 * @param path with slashes, without dots; below the agent's data folder relative to that, otherwise absolute
 * @param absolute false: below the agent's data folder
 */
record Folder(String path, boolean absolute) {
    /** Nothing of an app may lie in these or below. */
    private static final Set<String> WHOLE =
            Set.of("bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "run", "sbin", "sys", "usr");
    /** Nothing of an app may lie in these themselves, but in folders below. */
    private static final Set<String> ITSELF = Set.of(
            "",
            "home",
            "lost+found",
            "media",
            "mnt",
            "opt",
            "private",
            "root",
            "srv",
            "tmp",
            "var",
            "var/cache",
            "var/lib",
            "var/log",
            "var/spool",
            "var/tmp",
            "usr/local");

    private static final Set<String> WINDOWS = Set.of("windows", "program files", "program files (x86)", "programdata");

    /** @param text empty or null: the usual one of {@code deployName} */
    static Folder of(@Nullable String text, String deployName) {
        if (text == null || text.isBlank()) return new Folder("apps/" + deployName, false);
        String given = text.strip();
        boolean drive = given.matches("[A-Za-z]:([/\\\\].*)?") || given.startsWith("\\\\");
        boolean absolute = drive || given.startsWith("/");
        Deque<String> parts = new ArrayDeque<>();
        if (!absolute) parts.add("bin"); // what is relative is so to the agent's program
        for (String part : given.split(absolute && !drive ? "/" : "[/\\\\]")) {
            if (part.isEmpty() || part.equals(".")) continue;
            boolean up = part.equals("..");
            if (!up) parts.add(part);
            else if (!parts.isEmpty() && !parts.getLast().equals("..")) parts.removeLast();
            else if (!absolute) parts.add(part);
        }
        String path = String.join("/", parts);
        return new Folder(drive ? path.toLowerCase(Locale.ROOT) : path, absolute);
    }

    /** For people. */
    String shown() {
        return absolute && !path.matches("[a-z]:.*") ? "/" + path : path;
    }

    /** One of the system, which an app would overwrite. */
    boolean system() {
        if (!absolute) return false;
        if (path.matches("[a-z]:(/.*)?")) {
            String[] parts = path.split("/", 3);
            boolean whole = parts.length > 1 && parts[1].equals("windows");
            return whole || parts.length == 1 || (parts.length == 2 && WINDOWS.contains(parts[1]));
        }
        String top = path.split("/", 2)[0];
        return ITSELF.contains(path) || (WHOLE.contains(top) && !path.startsWith("usr/local/"));
    }

    /** What our agents take; others have rules of their own. */
    boolean known() {
        return absolute || path.startsWith("apps/");
    }

    /** One is the other or lies within it: an app would remove files of the other. */
    boolean meets(Folder other) {
        if (absolute != other.absolute) return false;
        return path.equals(other.path) || path.startsWith(other.path + "/") || other.path.startsWith(path + "/");
    }
}
