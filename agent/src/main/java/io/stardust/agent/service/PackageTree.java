package io.stardust.agent.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An unpacked package of the agent: {@code bin/agent}, its Java, its jars, {@code VERSION}, and in {@code share} what
 * an installation needs besides. Immutable.
 */
public record PackageTree(Path folder) {
    /** Names the folder of the package that runs; set by its {@code bin/agent}. */
    public static final String PROPERTY = "stardust.package";

    /** The package that this very program runs from; null when it runs from a build. */
    public static @Nullable PackageTree own() {
        String folder = System.getProperty(PROPERTY);
        return folder == null ? null : new PackageTree(Path.of(folder));
    }

    /** What starts it. */
    public Path program() {
        return folder.resolve("bin/agent");
    }

    Path startScript() {
        return folder.resolve("share/stardust-agent");
    }

    Path unit() {
        return folder.resolve("share/stardust-agent.service");
    }

    /** Its version, the first word of {@code VERSION}; what follows tells builds of one version apart. */
    String version() throws IOException {
        String text = Files.readString(folder.resolve("VERSION")).strip();
        int blank = text.indexOf(' ');
        String version = blank < 0 ? text : text.substring(0, blank);
        if (!isVersion(version)) throw new IOException("VERSION: '" + version + "' (expected: such as 4.0.1)");
        return version;
    }

    /** Whether both are the same build. */
    boolean isSameAs(PackageTree other) throws IOException {
        Path theirs = other.folder.resolve("VERSION");
        return Files.exists(theirs) && Files.mismatch(folder.resolve("VERSION"), theirs) < 0;
    }

    /** Whether {@code text} can be a version: it becomes a folder's name. */
    static boolean isVersion(String text) {
        if (text.isEmpty() || text.length() > 64 || text.startsWith(".")) return false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!plain && c != '.' && c != '-' && c != '+' && c != '_') return false;
        }
        return true;
    }
}
