package io.stardust.agent.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Temporary folders in memory where the machine has such a place: for tests that would wait for flushes only. */
final class FastDisk implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        Path memory = Path.of("/dev/shm");
        boolean usable = Files.isDirectory(memory) && Files.isWritable(memory);
        return usable ? Files.createTempDirectory(memory, "stardust-test") : Files.createTempDirectory("stardust-test");
    }
}
