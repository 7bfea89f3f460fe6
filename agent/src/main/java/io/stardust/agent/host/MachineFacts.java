package io.stardust.agent.host;

import io.stardust.protocol.node.NodeInfo;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the machine is, for the login. Thread-safe; reads anew on each call, in a few ms. */
public final class MachineFacts {
    private static final String DMI = "sys/class/dmi/id/";

    private final Kernel kernel;
    private final Network network;
    private final Product product;
    private final Path data;
    private final InstantSource clock;

    /** The agent itself: {@code name} (null = the host's) is how the node is called, {@code compiled} a local date. */
    public record Product(
            String version, String compiled, @Nullable String name) {}

    /** Reads below {@code root}, {@code /} but in tests; {@code data} is the folder whose disk counts. */
    public MachineFacts(Path root, Path data, Product product, InstantSource clock) {
        this.kernel = new Kernel(root);
        this.network = new Network(kernel);
        this.product = product;
        this.data = data;
        this.clock = clock;
    }

    /** Comma list of the machine's addresses. */
    public String ips() {
        return network.ips();
    }

    /** {@code ip@pid}: how upstream names a process. */
    public String clientId() {
        return network.firstIp() + "@" + ProcessHandle.current().pid();
    }

    /** Reads everything now; what is unknown is empty or 0. */
    public NodeInfo read() {
        Memory memory = Memory.of(kernel);
        Disks disks = Disks.of(kernel, data);
        String name = product.name;
        return new NodeInfo(
                product.version,
                product.compiled,
                osName(),
                kernel.text("proc/sys/kernel/osrelease"),
                architecture(System.getProperty("os.arch", "")),
                name == null ? kernel.text("proc/sys/kernel/hostname") : name,
                System.getProperty("user.name", ""),
                network.ips(),
                network.gateway(),
                network.dns(),
                Runtime.getRuntime().availableProcessors(),
                memory.total(),
                memory.available(),
                memory.free(),
                disks.total(),
                disks.free(),
                disks.all(),
                maxOpenFiles(),
                libc(),
                first(DMI + "product_name", "proc/device-tree/model"),
                kernel.text(DMI + "sys_vendor"),
                processor(),
                kernel.text(DMI + "product_uuid"),
                first("etc/machine-id", "var/lib/dbus/machine-id"),
                first(DMI + "product_serial", "proc/device-tree/serial-number"),
                first(DMI + "board_serial", DMI + "board_name"),
                diskIds(),
                network.macs(),
                data.toAbsolutePath().toString(),
                System.getProperty("java.runtime.version", ""),
                frameworks(kernel),
                ZoneId.systemDefault().getId(),
                time(),
                disks.size(),
                null,
                resolution(),
                gpu(),
                null);
    }

    /** Comma list of the Java and .NET runtimes that packages install. */
    static String frameworks(Kernel kernel) {
        List<String> all = new ArrayList<>(kernel.names("usr/lib/jvm"));
        all.addAll(kernel.names("usr/share/dotnet/shared/Microsoft.NETCore.App"));
        all.addAll(kernel.names("usr/lib/dotnet/shared/Microsoft.NETCore.App"));
        return String.join(",", all);
    }

    /** Of the console's frame buffer, {@code 1024*768}. */
    private @Nullable String resolution() {
        String size = kernel.text("sys/class/graphics/fb0/virtual_size");
        return size.isEmpty() ? null : size.replace(',', '*');
    }

    /** A model where the driver tells one, else the number of vendor and device on the bus. */
    private @Nullable String gpu() {
        for (String card : kernel.names("proc/driver/nvidia/gpus")) {
            String model = kernel.value("proc/driver/nvidia/gpus/" + card + "/information", "Model", ':');
            if (!model.isEmpty()) return model;
        }
        for (String device : kernel.names("sys/bus/pci/devices")) {
            String folder = "sys/bus/pci/devices/" + device + "/";
            if (!kernel.text(folder + "class").startsWith("0x03")) continue; // PCI's class of displays
            return "pci " + kernel.text(folder + "vendor") + ":" + kernel.text(folder + "device");
        }
        return null;
    }

    /** In ISO form, to the second. Without java.time.format, which is large. */
    private String time() {
        var now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
        return now + (now.getSecond() == 0 ? ":00Z" : "Z"); // it leaves seconds out when they are 0
    }

    private String osName() {
        String name = kernel.value("etc/os-release", "PRETTY_NAME", '=');
        return name.isEmpty() ? System.getProperty("os.name", "") : unquoted(name);
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && (text.startsWith("\"") || text.startsWith("'"));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** Upstream's (.NET's) names. */
    static String architecture(String arch) {
        return switch (arch) {
            case "amd64", "x86_64" -> "X64";
            case "aarch64" -> "Arm64";
            case "x86", "i386", "i686" -> "X86";
            case "arm" -> "Arm";
            case "loongarch64" -> "LoongArch64";
            case "riscv64" -> "RiscV64";
            default -> arch;
        };
    }

    private String processor() {
        String model = kernel.value("proc/cpuinfo", "model name", ':');
        return model.isEmpty() ? kernel.value("proc/cpuinfo", "Model", ':') : model;
    }

    private String first(String path, String otherwise) {
        String text = kernel.text(path).replace("\0", ""); // the device tree ends its texts with one
        return text.isEmpty() ? kernel.text(otherwise).replace("\0", "") : text;
    }

    private int maxOpenFiles() {
        for (String line : kernel.lines("proc/self/limits")) {
            if (!line.startsWith("Max open files")) continue;
            return (int) Math.min(Kernel.number(Kernel.words(line).get(3)), Integer.MAX_VALUE);
        }
        return 0;
    }

    private String diskIds() {
        List<String> ids = new ArrayList<>();
        for (String disk : kernel.names("sys/block")) {
            String id = first("sys/block/" + disk + "/serial", "sys/block/" + disk + "/device/serial");
            if (!id.isEmpty()) ids.add(id);
        }
        return String.join(",", ids);
    }

    /** The C library that this very process runs on; glibc 2.34 and later tells its version only inside. */
    private String libc() {
        for (String line : kernel.lines("proc/self/maps")) {
            int slash = line.indexOf('/');
            if (slash < 0) continue;
            String file = line.substring(slash);
            if (file.contains("/ld-musl-")) return "musl";
            if (file.endsWith("/libc.so.6")) return "glibc" + glibcVersion(kernel.path(file.substring(1)));
        }
        return "";
    }

    private static String glibcVersion(Path library) {
        byte[] mark = "stable release version ".getBytes(StandardCharsets.US_ASCII);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(library), 64 * 1024)) {
            int matched = 0;
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (octet == mark[matched]) matched++;
                else matched = octet == mark[0] ? 1 : 0;
                if (matched == mark.length) return " " + version(in);
            }
        } catch (IOException e) {
            return "";
        }
        return "";
    }

    private static String version(InputStream in) throws IOException {
        var version = new StringBuilder();
        for (int octet = in.read(); (octet >= '0' && octet <= '9') || octet == '.'; octet = in.read()) {
            version.append((char) octet);
        }
        while (!version.isEmpty() && version.charAt(version.length() - 1) == '.') {
            version.setLength(version.length() - 1);
        }
        return version.toString();
    }
}
