package io.stardust.agent.host;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Addresses of the machine. Reads anew on each call. */
final class Network {
    private final Kernel kernel;

    Network(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Comma list, IPv4 first; loopback and link-local ones are left out. */
    String ips() {
        List<String> v4 = new ArrayList<>();
        List<String> v6 = new ArrayList<>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!each.isUp() || each.isLoopback()) continue;
                for (InetAddress address : Collections.list(each.getInetAddresses())) {
                    if (address.isLinkLocalAddress()) continue;
                    String text = address.getHostAddress();
                    int zone = text.indexOf('%');
                    (address instanceof Inet4Address ? v4 : v6).add(zone < 0 ? text : text.substring(0, zone));
                }
            }
        } catch (SocketException e) {
            return "";
        }
        v4.addAll(v6);
        return String.join(",", v4);
    }

    /** Returns the first address, or the loopback one. */
    String firstIp() {
        String ips = ips();
        int comma = ips.indexOf(',');
        return ips.isEmpty() ? "127.0.0.1" : comma < 0 ? ips : ips.substring(0, comma);
    }

    /**
     * Comma list as {@code 02-00-00-00-00-01}, of real devices if there are any: those of bridges and tunnels change.
     */
    String macs() {
        List<String> real = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String name : kernel.names("sys/class/net")) {
            String address = kernel.text("sys/class/net/" + name + "/address");
            if (name.equals("lo") || address.length() != 17 || address.equals("00:00:00:00:00:00")) continue;
            String mac = address.replace(':', '-').toUpperCase(Locale.ROOT);
            (kernel.has("sys/class/net/" + name + "/device") ? real : others).add(mac);
        }
        return String.join(",", real.isEmpty() ? others : real);
    }

    /** {@code ip/mac} of the default gateway; the mac is left out while unknown. */
    String gateway() {
        for (String line : kernel.lines("proc/net/route")) {
            List<String> words = Kernel.words(line);
            if (words.size() < 3
                    || !words.get(1).equals("00000000")
                    || words.get(2).length() != 8) continue;
            String ip = address(words.get(2));
            for (String neighbour : kernel.lines("proc/net/arp")) {
                List<String> fields = Kernel.words(neighbour);
                if (fields.size() > 3 && fields.get(0).equals(ip)) return ip + "/" + fields.get(3);
            }
            return ip;
        }
        return "";
    }

    /** The kernel prints the address as one little-endian number. */
    private static String address(String hex) {
        byte[] octets = HexFormat.of().parseHex(hex);
        return (octets[3] & 0xFF) + "." + (octets[2] & 0xFF) + "." + (octets[1] & 0xFF) + "." + (octets[0] & 0xFF);
    }

    /** Comma list of the resolver's servers. */
    String dns() {
        List<String> servers = new ArrayList<>();
        for (String line : kernel.lines("etc/resolv.conf")) {
            List<String> words = Kernel.words(line);
            if (words.size() > 1 && words.get(0).equals("nameserver")) servers.add(words.get(1));
        }
        return String.join(",", servers);
    }
}
