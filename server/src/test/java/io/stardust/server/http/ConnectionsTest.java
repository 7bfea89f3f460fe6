package io.stardust.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerSettings;
import io.stardust.server.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many connections there may be at a time. */
@Tag("sqlite")
class ConnectionsTest {
    private static final String ASK = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @TempDir
    Path folder;

    @Test
    void connection_beyondTheLimit_isServedOnlyWhenAnotherHasGone() throws Exception {
        var wire = new ServerSettings.Wire(Networks.NONE, 3, Duration.ofSeconds(60), Duration.ofSeconds(60));
        List<RawSocket> held = new ArrayList<>();
        try (ServerUnderTest server = ServerUnderTest.start(
                folder, settings -> settings.withWeb(new ServerSettings.Web(null, null, null, wire)))) {
            for (int i = 0; i < 3; i++) held.add(new RawSocket(server).send("GET /health HTTP/1.1\r\n"));

            try (var beyond = new RawSocket(server)) {
                beyond.send(ASK);
                assertThat(beyond.isSilentFor(Duration.ofSeconds(1))).isTrue();
                held.removeFirst().close();

                ServerUnderTest.await(() -> serves(server));
            }
        } finally {
            for (RawSocket each : held) each.close();
        }
    }

    @Test
    void connection_thatIsOpen_isClosedWhenItsHeadTakesLongerThanIsNowAllowed() throws Exception {
        try (ServerUnderTest server = ServerUnderTest.start(folder, Map.of("http.body-seconds", "9"));
                var slow = new RawSocket(server)) {
            slow.send("GET /health HTTP/1.1\r\n");

            server.api("PUT", "/settings/http.head-seconds", Map.of("value", "1"));
            long from = System.nanoTime();
            slow.untilClosed();

            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(15));
        }
    }

    private static boolean serves(ServerUnderTest server) {
        try (var socket = new RawSocket(server)) {
            return socket.send(ASK).untilClosed().startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false; // turned away
        }
    }
}
