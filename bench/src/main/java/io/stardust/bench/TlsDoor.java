package io.stardust.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Opens TLS in front of a server, in this process: what encryption costs the client is seen at the client alone. */
final class TlsDoor implements AutoCloseable {
    private static final String PASSWORD = "bench-password";

    private final ServerSocket listener;
    private final int behind;
    private final Path certificate;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** In front of port {@code behind}; key and certificate are made in {@code folder}. */
    TlsDoor(Path folder, int behind) throws Exception {
        this.behind = behind;
        this.certificate = folder.resolve("door.pem");
        Path keys = folder.resolve("door.p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(
                folder,
                tool,
                "-genkeypair",
                "-alias",
                "door",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD);
        run(
                folder,
                tool,
                "-exportcert",
                "-rfc",
                "-alias",
                "door",
                "-file",
                certificate.toString(),
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD);
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        this.listener = tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    private static void run(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("keytool: " + Files.readString(folder.resolve("keytool.log")));
        }
    }

    String address() {
        return "https://127.0.0.1:" + listener.getLocalPort();
    }

    /** PEM. */
    Path certificate() {
        return certificate;
    }

    private void accept() {
        try {
            while (true) {
                Socket outside = listener.accept();
                Socket inside = new Socket(InetAddress.getLoopbackAddress(), behind);
                open.add(outside);
                open.add(inside);
                Thread.ofVirtual().start(() -> carry(outside, inside));
                Thread.ofVirtual().start(() -> carry(inside, outside));
            }
        } catch (IOException _) {
            // closed: the measurement is over
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[16 << 10];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                out.write(bytes, 0, length);
                out.flush();
            }
        } catch (IOException _) {
            // one side has gone, and so does the other
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket each : open) each.close();
    }
}
