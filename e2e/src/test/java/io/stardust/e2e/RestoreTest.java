package io.stardust.e2e;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server with the embedded database is lost and comes back from its backup. */
class RestoreTest {
    @RegisterExtension
    static final World WORLD = new World();

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void agentsGoOn_whenTheDataFolderIsLostAndRestored() throws Exception {
        AgentProcess agent = WORLD.agent("drilled");
        new RestoreDrill(WORLD, agent, WORLD.awaitOnline(agent)).run(() -> {});
    }
}
