package io.stardust.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.house.Walls;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void packages_useOnlyWhatTheListAllows() {
        assertThat(Walls.faults(Path.of("."))).isEmpty();
    }
}
