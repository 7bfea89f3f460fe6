package io.stardust.agent.host;

import io.stardust.protocol.node.AppUse;
import io.stardust.protocol.node.PingInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How the machine fares, for the heartbeat: rates are over the time since the sample before, 0 in the first.
 * Thread-safe; a sample takes about a ms.
 */
public final class Pulse {
    /** With more connections than this nobody reads the table of them every few seconds. */
    private static final int MAX_TABLE = 2_000;

    private static final String CLOSE_WAIT = "08"; // the kernel's TCP_CLOSE_WAIT

    private final Kernel kernel;
    private final Network network;
    private final Path data;
    private final LongSupplier nanoTime;
    private final LongSupplier revision;

    private final DiskActivity activity;
    private final Survey survey;
    private final Supplier<List<AppUse>> apps;

    private CpuTimes cpu = new CpuTimes(0, 0);
    private Traffic traffic = new Traffic(0, 0, 0);

    /**
     * Reads below {@code root}; {@code revision} is the newest of the desired state that was acted on, {@code apps}
     * tells what the apps use.
     */
    public Pulse(
            Path root,
            Path data,
            LongSupplier nanoTime,
            LongSupplier revision,
            Survey survey,
            Supplier<List<AppUse>> apps) {
        this.kernel = new Kernel(root);
        this.network = new Network(kernel);
        this.data = data;
        this.nanoTime = nanoTime;
        this.revision = revision;
        this.activity = new DiskActivity(kernel);
        this.survey = survey;
        this.apps = apps;
    }

    /** Jiffies since the start. */
    private record CpuTimes(long busy, long all) {}

    /** Bytes since the start, at a nano time. */
    private record Traffic(long received, long sent, long at) {}

    /** Measures now; {@code time} (epoch ms) and {@code delay} (ms) are passed on. */
    public synchronized PingInfo sample(long time, int delay) {
        Memory memory = Memory.of(kernel);
        Disks disks = Disks.of(kernel, data);
        Traffic before = traffic;
        traffic = traffic();
        double seconds = before.at == 0 ? 0 : (traffic.at - before.at) / 1e9;
        List<String> load = Kernel.words(kernel.text("proc/loadavg"));
        List<String> uptime = Kernel.words(kernel.text("proc/uptime"));
        int established = established();
        activity.look(nanoTime.getAsLong());
        Survey.Found found = survey.found();
        return new PingInfo(
                memory.total(),
                memory.available(),
                memory.free(),
                disks.total(),
                disks.free(),
                cpuRate(),
                temperature(),
                battery(),
                speed(traffic.sent - before.sent, seconds),
                speed(traffic.received - before.received, seconds),
                network.ips(),
                uptime.isEmpty() ? 0 : (long) Kernel.decimal(uptime.get(0)),
                time,
                delay,
                processes(),
                established,
                timeWait(),
                established > MAX_TABLE ? 0 : closeWait(),
                load.isEmpty() ? 0 : Kernel.decimal(load.get(0)),
                revision.getAsLong(),
                disks.all(),
                network.macs(),
                MachineFacts.frameworks(kernel),
                network.gateway(),
                network.dns(),
                found.names(),
                signal(),
                found.gateway().score(),
                found.internet(),
                activity.iops(),
                activity.active(),
                found.gateway().ms(),
                found.gateway().loss(),
                found.nameServer().ms(),
                found.nameServer().loss(),
                found.server().ms(),
                found.server().loss(),
                found.top(),
                apps.get());
    }

    private double cpuRate() {
        CpuTimes before = cpu;
        cpu = cpuTimes();
        long all = cpu.all - before.all;
        if (before.all == 0 || all <= 0) return 0;
        return Math.clamp((double) (cpu.busy - before.busy) / all, 0, 1);
    }

    /** {@code cpu user nice system idle iowait irq softirq steal guest guest_nice}; guests count in user already. */
    private CpuTimes cpuTimes() {
        List<String> lines = kernel.lines("proc/stat");
        List<String> words = lines.isEmpty() ? List.of() : Kernel.words(lines.get(0));
        long all = 0;
        long idle = 0;
        for (int i = 1; i < Math.min(words.size(), 9); i++) {
            long jiffies = Kernel.number(words.get(i));
            all += jiffies;
            if (i == 4 || i == 5) idle += jiffies;
        }
        return new CpuTimes(all - idle, all);
    }

    private Traffic traffic() {
        long received = 0;
        long sent = 0;
        for (String line : kernel.lines("proc/net/dev")) {
            int colon = line.indexOf(':');
            if (colon < 0 || line.substring(0, colon).strip().equals("lo")) continue;
            List<String> words = Kernel.words(line.substring(colon + 1));
            if (words.size() < 9) continue;
            received += Kernel.number(words.get(0));
            sent += Kernel.number(words.get(8));
        }
        return new Traffic(received, sent, nanoTime.getAsLong());
    }

    private static long speed(long bytes, double seconds) {
        return seconds <= 0 || bytes < 0 ? 0 : (long) (bytes / seconds); // a device that left takes its count along
    }

    private int processes() {
        int count = 0;
        for (String name : kernel.names("proc")) {
            if (name.charAt(0) >= '0' && name.charAt(0) <= '9') count++;
        }
        return count;
    }

    private int established() {
        List<String> names = List.of();
        for (String line : kernel.lines("proc/net/snmp")) {
            if (!line.startsWith("Tcp:")) continue;
            List<String> words = Kernel.words(line);
            int at = names.indexOf("CurrEstab");
            if (at > 0 && at < words.size()) return (int) Kernel.number(words.get(at));
            names = words;
        }
        return 0;
    }

    /** {@code TCP: inuse 1 orphan 0 tw 114 alloc 1 mem 191}. */
    private int timeWait() {
        List<String> words = Kernel.words(kernel.value("proc/net/sockstat", "TCP", ':'));
        int at = words.indexOf("tw");
        return at < 0 || at + 1 >= words.size() ? 0 : (int) Kernel.number(words.get(at + 1));
    }

    private int closeWait() {
        int count = 0;
        for (String table : List.of("proc/net/tcp", "proc/net/tcp6")) {
            for (String line : kernel.lines(table)) {
                List<String> words = Kernel.words(line);
                if (words.size() > 3 && words.get(3).equals(CLOSE_WAIT)) count++;
            }
        }
        return count;
    }

    private double temperature() {
        double highest = 0;
        for (String zone : kernel.names("sys/class/thermal")) {
            if (!zone.startsWith("thermal_zone")) continue;
            highest = Math.max(highest, Kernel.decimal(kernel.text("sys/class/thermal/" + zone + "/temp")) / 1000);
        }
        return highest;
    }

    private double battery() {
        for (String supply : kernel.names("sys/class/power_supply")) {
            String capacity = kernel.text("sys/class/power_supply/" + supply + "/capacity");
            if (!capacity.isEmpty()) return Kernel.decimal(capacity) / 100;
        }
        return 0;
    }

    /** {@code wlan0: 0000 54. -56. -256 …}: quality of the link, of 70 where the driver does as most do. */
    private int signal() {
        for (String line : kernel.lines("proc/net/wireless")) {
            int colon = line.indexOf(':');
            List<String> words = colon < 0 ? List.of() : Kernel.words(line.substring(colon + 1));
            if (words.size() > 2) return Math.clamp(Math.round(Kernel.decimal(words.get(1)) * 100 / 70), 0, 100);
        }
        return 0;
    }
}
