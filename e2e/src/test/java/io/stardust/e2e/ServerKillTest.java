package io.stardust.e2e;

import io.stardust.house.LongRun;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server is killed again and again while people upload, publish and edit. */
class ServerKillTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static final int KILLS = LongRun.kills(30);

    @Test
    @Timeout(value = 240, unit = TimeUnit.SECONDS)
    void everythingAcknowledged_isThere_whenKilledAgainAndAgain() throws Exception {
        new KillLoop(WORLD, KILLS).run();
    }
}
