package io.stardust.protocol.start;

import java.util.Collection;

/** The files that {@link StartRules} look at: those of a package, or of an app on a node. Paths have {@code /}. */
public interface AppFiles {
    /** Paths of all files that came in the package. */
    Collection<String> packaged();

    /** Names of all files at the top, also of those that were there before. */
    Collection<String> top();

    /** Whether {@code path} is a file. */
    boolean has(String path);

    /** The first bytes of a file, {@code count} at most; none when it is not there or cannot be read. */
    byte[] head(String path, int count);

    /** Whether the jar at {@code path} says which class to start. */
    boolean isRunnableJar(String path);

    /** Whether the file system says that the file may be executed; false where that is not known. */
    boolean isExecutable(String path);

    /** What runs the file at {@code path}. */
    default FileKind kind(String path) {
        return FileKind.of(path, head(path, FileKind.HEAD));
    }
}
