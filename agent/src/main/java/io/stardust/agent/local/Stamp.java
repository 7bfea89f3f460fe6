package io.stardust.agent.local;

import java.io.File;
import java.nio.file.Path;

/**
 * By what a changed file is noticed.
 *
 * @param modified epoch ms; 0 = there is no such file
 */
record Stamp(long modified, long size) {
    static Stamp of(Path path) {
        File file = path.toFile();
        return new Stamp(file.lastModified(), file.length());
    }

    boolean there() {
        return modified != 0;
    }
}
