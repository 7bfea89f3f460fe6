package io.stardust.agent.supervise;

import java.net.ServerSocket;
import java.nio.file.Path;

/** An app that listens at a port, for as long as it lives. */
final class Listens {
    private Listens() {}

    /** Argument: the port. */
    public static void main(String[] arguments) throws Exception {
        try (ServerSocket socket = new ServerSocket(Integer.parseInt(arguments[0]))) {
            while (true) socket.accept().close();
        }
    }

    /** The line of a script that becomes it, at the app's own port. */
    static String line() throws Exception {
        Path classes = Path.of(Listens.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        return "%s -XX:TieredStopAtLevel=1 -Xmx16m -cp %s %s $PORT".formatted(java, classes, Listens.class.getName());
    }

    /** A port that nobody has, most likely. */
    static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
