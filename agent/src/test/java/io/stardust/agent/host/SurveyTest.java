package io.stardust.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stardust.protocol.node.PingInfo;
import io.stardust.protocol.node.ProcessUse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyTest {
    private final AtomicLong nanos = new AtomicLong(1);

    @TempDir
    Path root;

    /** Answers as told. */
    private static final class Told extends Reach {
        private final Deque<Double> gateway = new ArrayDeque<>();

        @Override
        double gateway(String ip) {
            return gateway.isEmpty() ? -1 : gateway.poll();
        }

        @Override
        double nameServer(String ip) {
            return 10;
        }

        @Override
        double server(String host, int port) {
            return host.equals("example") && port == 6600 ? 100 : -1;
        }
    }

    @Test
    void score_isUpstreams() {
        assertThat(new Latency(1, 0).score()).isEqualTo(1);
        assertThat(new Latency(0.2, 0).score()).isEqualTo(1);
        assertThat(new Latency(10, 0).score()).isCloseTo(0.991, within(0.0005));
        assertThat(new Latency(100, 0).score()).isCloseTo(0.9057, within(0.0005));
        assertThat(new Latency(500, 0).score()).isCloseTo(0.6071, within(0.0005));
        assertThat(new Latency(10, 0.5).score()).isCloseTo(0.4955, within(0.0005));
        assertThat(Latency.UNKNOWN.score()).isZero();
    }

    @Test
    void look_measuresTheNetwork() throws IOException {
        file("proc/net/route", "Iface\tDestination\tGateway\neth0\t00000000\t010200C0\t0003\n");
        file("etc/resolv.conf", "nameserver 10.0.0.53\n");
        var told = new Told();
        told.gateway.addAll(List.of(2.0, -1.0, 4.0, -1.0));
        var survey = new Survey(root, nanos::get, () -> URI.create("http://example:6600/"), told);
        for (int i = 0; i < 4; i++) survey.look();

        PingInfo ping = new Pulse(root, root, nanos::get, () -> 0, survey, java.util.List::of).sample(0, 0);

        assertThat(ping.gatewayLatency()).isEqualTo(3);
        assertThat(ping.gatewayLossRate()).isEqualTo(0.5);
        assertThat(ping.intranetScore()).isCloseTo(0.499, within(0.0005));
        assertThat(ping.dnsLatency()).isEqualTo(10);
        assertThat(ping.serverLatency()).isEqualTo(100);
        assertThat(ping.serverLossRate()).isZero();
        assertThat(ping.internetScore()).isCloseTo(0.3 * 0.991 + 0.7 * 0.9057, within(0.0005));
        assertThat(ping.gateway()).isEqualTo("192.0.2.1");
        assertThat(ping.dns()).isEqualTo("10.0.0.53");
    }

    @Test
    void look_saysNothingOfAGatewayThatNeverAnswers() throws IOException {
        file("proc/net/route", "Iface\tDestination\tGateway\neth0\t00000000\t010200C0\t0003\n");
        var survey = new Survey(root, nanos::get, () -> URI.create("http://example:6600"), new Told());
        survey.look();

        assertThat(survey.found().gateway()).isEqualTo(Latency.UNKNOWN);
        assertThat(survey.found().internet()).isCloseTo(0.9057, within(0.0005)); // no name server here
    }

    @Test
    void look_findsWhoUsesMost() throws IOException {
        var survey = new Survey(root, nanos::get, () -> URI.create("http://nowhere:1"), new Told());
        process(10, "idle one", 100, 500);
        process(11, "busy", 100, 10);
        process(2, "kthreadd", 0, 0);
        for (int i = 20; i < 40; i++) process(i, "other", 5, 100);
        for (int i = 0; i < 4; i++) survey.look();
        nanos.addAndGet(10_000_000_000L);
        process(11, "busy", 1600, 10);
        survey.look();

        List<ProcessUse> top = survey.found().top();
        assertThat(top).hasSize(10);
        assertThat(top.get(0)).isEqualTo(new ProcessUse("busy", 11, 1.5, 10 * 4096));
        assertThat(top.get(1)).isEqualTo(new ProcessUse("idle one", 10, 0, 500 * 4096));
        assertThat(survey.found().names().split(",")).containsExactlyInAnyOrder("idle one", "busy", "other");
    }

    @Test
    void sample_measuresDisksBetweenTwoLooks() throws IOException {
        file("sys/block/vda/device/model", "x");
        file("proc/diskstats", disk(100, 50, 1_000));
        var survey = new Survey(root, nanos::get, () -> URI.create("http://nowhere:1"), new Told());
        var pulse = new Pulse(root, root, nanos::get, () -> 0, survey, java.util.List::of);
        PingInfo first = pulse.sample(0, 0);

        nanos.addAndGet(10_000_000_000L);
        file("proc/diskstats", disk(300, 150, 3_500));
        PingInfo second = pulse.sample(0, 0);

        assertThat(first.diskIops()).isZero();
        assertThat(second.diskIops()).isEqualTo(30);
        assertThat(second.diskActiveTime()).isEqualTo(25);
    }

    @Test
    void sample_readsTheWirelessSignal() throws IOException {
        file("proc/net/wireless", "Inter-| sta-|\n face | tus |\n wlan0: 0000   35.  -56.  -256  0 0 0 0 0 0\n");
        var survey = new Survey(root, nanos::get, () -> URI.create("http://nowhere:1"), new Told());

        assertThat(new Pulse(root, root, nanos::get, () -> 0, survey, java.util.List::of)
                        .sample(0, 0)
                        .signal())
                .isEqualTo(50);
    }

    @Test
    void reach_takesConnectionsAndRefusalsForAnswers() throws Exception {
        int port;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            assertThat(new Reach().server("127.0.0.1", port)).isBetween(0.0, 1_000.0);
        }
        assertThat(new Reach().server("127.0.0.1", port)).isGreaterThanOrEqualTo(0); // refused
        assertThat(new Reach().gateway("127.0.0.1")).isGreaterThanOrEqualTo(0);
        assertThat(new Reach().server("no-such-host.invalid", 80)).isNegative();
    }

    @Test
    void found_isOfThisMachine() {
        var survey = new Survey(Path.of("/"), System::nanoTime, () -> URI.create("http://127.0.0.1:1"), new Told());

        survey.look();

        assertThat(survey.found().top())
                .isNotEmpty()
                .allSatisfy(use -> assertThat(use.pid()).isPositive());
        assertThat(survey.found().names()).isNotEmpty();
    }

    private static String disk(long reads, long writes, long busyMs) {
        return "   7       0 loop0 9 9 9 9 9 9 9 9 0 9 9 0 0 0 0\n 254 0 vda " + reads + " 0 0 0 " + writes
                + " 0 0 0 0 " + busyMs + " 0 0 0 0 0\n 254 1 vda1 " + reads + " 0 0 0 " + writes + " 0 0 0 0 " + busyMs
                + " 0 0 0 0 0\n";
    }

    private void process(int pid, String name, long ticks, long pages) throws IOException {
        file(
                "proc/" + pid + "/stat",
                pid + " (" + name + ") S 1 1 1 0 -1 4194560 1 1 1 1 " + ticks + " 0 0 0 20 0 1 0 34 1000 " + pages
                        + " 18446744073709551615 1 1\n");
    }

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
