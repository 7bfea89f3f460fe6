package io.stardust.server.live;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Pages that are left while events come; alone, since it reads the log. */
@Isolated
@Tag("sqlite")
class GoneReadersTest {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream(); // each write is synchronized

    @TempDir
    Path folder;

    @BeforeEach
    void capture() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setErr(before);
    }

    @Test
    void reader_isNoFaultInTheLog_whenItHasGone() throws Exception {
        try (ServerUnderTest server = ServerUnderTest.start(folder);
                var witness = new TestStream(server, server.admin, null)) {
            for (int i = 0; i < 5; i++) new TestStream(server, server.admin, null).close();
            for (int i = 0; i < 20; i++) {
                String name = "told" + i;
                server.api("POST", "/apps", Map.of("name", name));
                await(() -> witness.heard("\"subjectName\":\"" + name + "\""));
            }
        }

        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("ERROR").doesNotContain("\tat ");
    }
}
