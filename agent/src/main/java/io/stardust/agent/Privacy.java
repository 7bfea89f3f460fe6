package io.stardust.agent;

import io.stardust.agent.files.Modes;
import io.stardust.agent.files.Trouble;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may look into the data folder: nobody but the agent, since secrets of apps are in it. Apps' users come through to
 * their own folders, which are as their packages have them, but see no list of the others. An older agent, or people,
 * may have left it otherwise.
 */
final class Privacy {
    private static final Logger LOG = LoggerFactory.getLogger(Privacy.class);
    private static final String FILE = "rw-------";
    private static final String FOLDER = "rwx------";
    private static final String THROUGH = "rwx--x--x";
    private static final String[] OWN = {"state", "logs", "releases", "staging"};
    private static final String[] SHARED = {"apps", "shadow", "secrets"};

    private final Path data;

    Privacy(Path data) {
        this.data = data;
    }

    /** Makes it so; what cannot be changed is told and left. */
    void restore() {
        if (isSomebodyElses()) return;
        try {
            Files.createDirectories(data.resolve("apps"));
            Modes.set(data, THROUGH);
            for (String name : SHARED) Modes.set(data.resolve(name), THROUGH);
            for (String name : OWN) restore(data.resolve(name));
            for (String name : new String[] {"agent.json", "agent.lock"}) Modes.set(data.resolve(name), FILE);
        } catch (IOException e) {
            LOG.warn("data: others may read it: {}", Trouble.words(e));
        }
    }

    /** A folder such as /tmp, which has a mode that is no accident. */
    private boolean isSomebodyElses() {
        try {
            Object mode = Files.getAttribute(data, "unix:mode");
            return mode instanceof Integer bits && (bits & 07000) != 0;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return true; // a system without modes
        }
    }

    private void restore(Path root) throws IOException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) return;
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                String name = String.valueOf(folder.getFileName());
                if (name.startsWith("shadow-")) { // programs that their app's user runs from here
                    Modes.set(root, THROUGH);
                    Path around = folder.getParent();
                    if (around != null) Modes.set(around, THROUGH);
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (name.startsWith("unpacked-") || name.startsWith("swap-")) return FileVisitResult.SKIP_SUBTREE;
                Modes.set(folder, FOLDER);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) Modes.set(file, FILE);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
