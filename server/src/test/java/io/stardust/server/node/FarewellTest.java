package io.stardust.server.node;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import io.stardust.server.ManualClock;
import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node goes while its last heartbeat is on its way to the database. */
class FarewellTest {
    private static final NodeInfo MACHINE = read("{\"Version\":\"4.0.0\"}", NodeInfo.class);
    private static final Node NODE = new Node(1, "AB12", 1, "web1", true, true, true, false, "4.0.0", null, false);

    @TempDir
    Path data;

    private Database db;
    private Presence presence;

    private static <T> T read(String json, Class<T> type) {
        return Json.WIRE.read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    @BeforeEach
    void start() {
        db = TestDatabase.in(data).start();
        var timeouts = new Presence.Timeouts(Duration.ofSeconds(90), Duration.ofSeconds(600));
        presence = new Presence(db, new ManualClock(), () -> 0, () -> timeouts);
        presence.login(1, MACHINE);
    }

    @AfterEach
    void stop() {
        db.close();
    }

    @Test
    void node_staysGone_whenItsHeartbeatIsWrittenRightBehindIt() throws InterruptedException {
        presence.ping(NODE, read("{\"Memory\":1024}", PingInfo.class), List.of());
        var busy = new CountDownLatch(1);
        var free = new Semaphore(0);
        Thread holding = Thread.ofPlatform()
                .start(() -> db.write(sql -> {
                    busy.countDown();
                    free.acquireUninterruptibly();
                    return null;
                }));
        busy.await(); // what is written now gathers in one transaction
        Thread leaving = Thread.ofPlatform().start(() -> presence.left(1));
        await(() -> leaving.getState() == Thread.State.WAITING);
        Thread flushing = Thread.ofPlatform().start(presence::close);
        await(() -> flushing.getState() == Thread.State.WAITING);
        free.release();
        for (Thread each : List.of(holding, leaving, flushing)) each.join();

        long online = db.read(sql -> sql.createQuery("select count(*) from node_seen where online")
                .mapTo(Long.class)
                .one());
        assertThat(online).isZero();
    }
}
