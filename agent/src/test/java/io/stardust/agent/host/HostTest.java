package io.stardust.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-08-02T10:00:00.123Z"));

    private final MachineFacts.Product product = new MachineFacts.Product("4.0.0", "2026-01-01T00:00:00", null);
    private final AtomicLong nanos = new AtomicLong(1);
    private final Survey survey =
            new Survey(Path.of("/nowhere"), nanos::get, () -> java.net.URI.create("http://127.0.0.1:1"));

    @TempDir
    Path root;

    @Test
    void read_takesEveryFactFromItsFile() throws IOException {
        file("etc/os-release", "NAME=\"Debian GNU/Linux\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
        file("etc/machine-id", "3d1219c7c4c5404aaa1f6d2a48adfda4\n");
        file("etc/resolv.conf", "# by hand\nsearch example\nnameserver 10.0.0.53\nnameserver 10.0.0.54\n");
        file("proc/sys/kernel/hostname", "web1\n");
        file("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
        file("proc/meminfo", "MemTotal:       24684096 kB\nMemFree:        1000 kB\nMemAvailable:   2000 kB\n");
        file("proc/cpuinfo", "processor\t: 0\nmodel name\t: AMD EPYC\n\nprocessor\t: 1\nmodel name\t: AMD EPYC\n");
        file("proc/self/limits", "Limit  Soft Limit  Hard Limit  Units\nMax open files            1024  4096  files\n");
        file("proc/net/route", "Iface\tDestination\tGateway\neth0\t00000000\t010200C0\t0003\n");
        file(
                "proc/net/arp",
                "IP address  HW type  Flags  HW address\n192.0.2.1  0x1  0x2  02:fc:00:00:00:05  *  eth0\n");
        file("proc/self/maps", "7f4f-7f50 r--p 00000000 fe:00 339380       /usr/lib/libc.so.6\n");
        file("usr/lib/libc.so.6", "\0\1junk GNU C Library (Debian GLIBC 2.36-9) stable release version 2.36.\nmore");
        file("sys/class/dmi/id/product_name", "PowerEdge R7\n");
        file("sys/class/dmi/id/product_uuid", "11111111-2222-3333-4444-555555555555\n");
        file("sys/class/net/lo/address", "00:00:00:00:00:00\n");
        file("sys/class/net/docker0/address", "02:42:00:00:00:01\n");
        file("sys/class/net/eth0/address", "02:00:00:00:00:0a\n");
        file("sys/class/net/eth0/device/uevent", "x");
        file("sys/block/vda/serial", "demo-disk\n");
        file("usr/lib/jvm/temurin-25/release", "x");

        NodeInfo facts = new MachineFacts(root, root, product, CLOCK).read();

        assertThat(facts.osName()).isEqualTo("Debian GNU/Linux 12 (bookworm)");
        assertThat(facts.osVersion()).isEqualTo("6.1.0-18-amd64");
        assertThat(facts.machineName()).isEqualTo("web1");
        assertThat(facts.machineGuid()).isEqualTo("3d1219c7c4c5404aaa1f6d2a48adfda4");
        assertThat(facts.dns()).isEqualTo("10.0.0.53,10.0.0.54");
        assertThat(facts.memory()).isEqualTo(24_684_096L * 1024);
        assertThat(facts.availableMemory()).isEqualTo(2_000 * 1024);
        assertThat(facts.freeMemory()).isEqualTo(1_000 * 1024);
        assertThat(facts.processor()).isEqualTo("AMD EPYC");
        assertThat(facts.maxOpenFiles()).isEqualTo(1024);
        assertThat(facts.gateway()).isEqualTo("192.0.2.1/02:fc:00:00:00:05");
        assertThat(facts.clibVersion()).isEqualTo("glibc 2.36");
        assertThat(facts.product()).isEqualTo("PowerEdge R7");
        assertThat(facts.uuid()).isEqualTo("11111111-2222-3333-4444-555555555555");
        assertThat(facts.macs()).isEqualTo("02-00-00-00-00-0A");
        assertThat(facts.diskId()).isEqualTo("demo-disk");
        assertThat(facts.framework()).isEqualTo("temurin-25");
        assertThat(facts.totalSize()).isPositive();
        assertThat(facts.time()).isEqualTo("2026-08-02T10:00:00Z");
        assertThat(facts.version()).isEqualTo("4.0.0");
    }

    @Test
    void read_leavesOutWhatIsAbsent() {
        NodeInfo facts = new MachineFacts(root, root.resolve("nowhere"), product, CLOCK).read();

        assertThat(facts.memory()).isZero();
        assertThat(facts.machineName()).isEmpty();
        assertThat(facts.macs()).isEmpty();
        assertThat(facts.clibVersion()).isEmpty();
        assertThat(facts.totalSize()).isZero();
        assertThat(facts.processorCount()).isPositive();
    }

    @Test
    void read_takesTheGivenName() {
        var named = new MachineFacts.Product("4.0.0", "", "shop-3");

        assertThat(new MachineFacts(root, root, named, CLOCK).read().machineName())
                .isEqualTo("shop-3");
    }

    @Test
    void gigabytes_haveTwoDecimals() {
        assertThat(Disks.gigabytes(50L << 30)).isEqualTo("50.00G");
        assertThat(Disks.gigabytes((1L << 30) + (1L << 29) + (1 << 27))).isEqualTo("1.63G");
        assertThat(Disks.gigabytes(0)).isEqualTo("0.00G");
    }

    @Test
    void architecture_isUpstreamsName() {
        assertThat(MachineFacts.architecture("amd64")).isEqualTo("X64");
        assertThat(MachineFacts.architecture("aarch64")).isEqualTo("Arm64");
        assertThat(MachineFacts.architecture("s390x")).isEqualTo("s390x");
    }

    @Test
    void sample_measuresRatesBetweenTwoLooks() throws IOException {
        var pulse = pulse(42);
        file("proc/stat", "cpu  100 0 100 700 100 0 0 0 50 0\ncpu0 1 2 3\n");
        file("proc/net/dev", traffic(1_000, 2_000));
        PingInfo first = pulse.sample(1, 2);

        nanos.addAndGet(2_000_000_000L);
        file("proc/stat", "cpu  150 0 125 725 100 0 0 0 90 0\n");
        file("proc/net/dev", traffic(5_000, 3_000));
        PingInfo second = pulse.sample(3, 4);

        assertThat(first.cpuRate()).isZero();
        assertThat(first.downlinkSpeed()).isZero();
        assertThat(second.cpuRate()).isEqualTo(0.75);
        assertThat(second.downlinkSpeed()).isEqualTo(2_000);
        assertThat(second.uplinkSpeed()).isEqualTo(500);
        assertThat(second.time()).isEqualTo(3);
        assertThat(second.delay()).isEqualTo(4);
        assertThat(second.desiredRevision()).isEqualTo(42);
    }

    @Test
    void sample_countsConnectionsAndProcesses() throws IOException {
        file("proc/loadavg", "1.79 1.34 0.81 5/120 16683\n");
        file("proc/uptime", "1080.55 2000.00\n");
        file("proc/1/stat", "x");
        file("proc/4711/stat", "x");
        file("proc/net/snmp", "Tcp: RtoAlgorithm MaxConn CurrEstab InSegs\nTcp: 1 -1 17 9918\n");
        file("proc/net/sockstat", "sockets: used 16\nTCP: inuse 1 orphan 0 tw 114 alloc 1 mem 191\n");
        file(
                "proc/net/tcp",
                "  sl  local_address rem_address   st\n   0: 0100007F:1 0100007F:2 08 x\n   1: 0100007F:1 0100007F:3 01 x\n");
        file("sys/class/thermal/thermal_zone0/temp", "42500\n");
        file("sys/class/power_supply/BAT0/capacity", "80\n");

        PingInfo sample = pulse(0).sample(0, 0);

        assertThat(sample.systemLoad()).isEqualTo(1.79);
        assertThat(sample.uptime()).isEqualTo(1080);
        assertThat(sample.processCount()).isEqualTo(2);
        assertThat(sample.tcpConnections()).isEqualTo(17);
        assertThat(sample.tcpTimeWait()).isEqualTo(114);
        assertThat(sample.tcpCloseWait()).isEqualTo(1);
        assertThat(sample.temperature()).isEqualTo(42.5);
        assertThat(sample.battery()).isEqualTo(0.8);
    }

    @Test
    void sample_isAllZero_whenThereIsNoProc() {
        PingInfo sample = pulse(0).sample(0, 0);

        assertThat(sample.memory()).isZero();
        assertThat(sample.cpuRate()).isZero();
        assertThat(sample.tcpConnections()).isZero();
    }

    @Test
    void read_worksOnThisMachine() {
        Path slash = Path.of("/");

        NodeInfo facts = new MachineFacts(slash, root, product, CLOCK).read();

        assertThat(facts.memory()).isGreaterThan(1 << 26);
        assertThat(facts.clibVersion()).matches("glibc \\d+\\.\\d+|musl");
        assertThat(new Pulse(slash, root, nanos::get, () -> 0, survey, java.util.List::of)
                        .sample(0, 0)
                        .processCount())
                .isPositive();
    }

    private static String traffic(long received, long sent) {
        return "Inter-|   Receive    |  Transmit\n face |bytes packets\n    lo: 9 9 0 0 0 0 0 0 9 9 0 0 0 0 0 0\n"
                + "  eth0: " + received + " 9 0 0 0 0 0 0 " + sent + " 9 0 0 0 0 0 0\n";
    }

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Pulse pulse(long revision) {
        return new Pulse(root, root, nanos::get, () -> revision, survey, java.util.List::of);
    }
}
