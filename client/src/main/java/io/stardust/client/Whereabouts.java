package io.stardust.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Under which address this machine is seen. Stateless. */
final class Whereabouts {
    private static final String LOOPBACK = "127.0.0.1";

    private Whereabouts() {}

    /**
     * The address from which {@code server} would be called; when the server is on this machine, the first by which
     * others can call it. Sends nothing.
     */
    static String address(URI server) {
        InetAddress found = toward(server);
        if (found == null || found.isLoopbackAddress() || found.isAnyLocalAddress()) found = outer();
        if (found == null) return LOOPBACK;
        String text = found.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static @Nullable InetAddress toward(URI server) {
        try (var socket = new DatagramSocket()) {
            var address = new InetSocketAddress(server.getHost(), Math.max(server.getPort(), 80));
            if (address.isUnresolved()) return null;
            socket.connect(address);
            return socket.getLocalAddress();
        } catch (IOException | UncheckedIOException e) {
            return null; // no network: none is known
        }
    }

    private static @Nullable InetAddress outer() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(Whereabouts::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(each -> each instanceof Inet4Address && !each.isLinkLocalAddress())
                    .findFirst()
                    .orElse(null);
        } catch (SocketException e) {
            return null;
        }
    }

    private static boolean isUp(NetworkInterface each) {
        try {
            return each.isUp() && !each.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }
}
