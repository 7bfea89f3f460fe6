package io.stardust.client.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rhythm of a link. Immutable.
 *
 * @param login Waits between login attempts that failed, and after a server has refused the push socket.
 * @param approval Waits between login attempts while somebody has yet to approve the node.
 * @param reconnect Waits between attempts to reach a server for the push socket.
 * @param firstPing From a login to its first heartbeat.
 * @param period Between heartbeats until the server names another period.
 * @param poll At most this between heartbeats while the push socket is down: heartbeats then carry the commands.
 * @param keepAlive At most this between two texts {@code Ping} on the socket; three without any answer mean it is dead.
 * @param shield For how long a server that failed is passed over.
 */
public record Pace(
        Backoff login,
        Backoff approval,
        Backoff reconnect,
        Duration firstPing,
        Duration period,
        Duration poll,
        Duration keepAlive,
        Duration shield) {

    /**
     * Upstream's rhythm (login 5 s growing by 5 s to 30 s, first heartbeat after 3 s, shield 60 s) with a few quick
     * attempts in front, a heartbeat every 30 s and a dead socket seen after one minute instead of three.
     */
    public static Pace usual() {
        return new Pace(
                Backoff.ofMillis(200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000),
                Backoff.ofMillis(2_000, 2_000, 2_000, 3_000, 3_000, 5_000, 5_000, 5_000, 10_000, 10_000, 30_000),
                new Backoff(whileItRestarts()),
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60));
    }

    /** For half a minute so often that who waits for a server is with it a second and a half after its start. */
    private static List<Duration> whileItRestarts() {
        List<Duration> waits = new ArrayList<>(List.of(Duration.ofMillis(200), Duration.ofMillis(500)));
        waits.addAll(Collections.nCopies(30, Duration.ofSeconds(1)));
        waits.addAll(List.of(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(10)));
        return waits;
    }

    /** The same rhythm, {@code times} as fast; for tests. */
    public Pace faster(int times) {
        return new Pace(
                login.faster(times),
                approval.faster(times),
                reconnect.faster(times),
                firstPing.dividedBy(times),
                period.dividedBy(times),
                poll.dividedBy(times),
                keepAlive.dividedBy(times),
                shield.dividedBy(times));
    }
}
