package io.stardust.bench;

import io.stardust.api.rollout.NewRollout;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An upgrade by one class of a 60 MB package like Spring Boot's, stored jars of classes that do not compress: what
 * travels to the agent, counted on the wire, everything included (the manifest, heartbeats, headers), beside the first
 * install, which fetches it whole. Bound: 3 % of the package, and the same bytes at the end.
 */
final class Delta implements Load {
    private static final int JARS = 60;
    private static final int CLASSES = 340; // of a jar
    private static final int CLASS_BYTES = 3_000; // about
    private static final double MOST = 0.03;

    @Override
    public Result run(Path launcher) throws Exception {
        var stack = new Stack(launcher).startServer().signIn();
        try (stack;
                var wire = new Counter(stack.uri("").getPort())) {
            stack.startAgent(wire.port());
            long deployment = stack.deployment("boot");
            Path pid = stack.folder().resolve("boot.pid");
            stack.post("/deployments/" + deployment + "/placements", Map.of("nodeId", stack.nodeId()));
            Path zip = stack.folder().resolve("boot.zip");
            Moved whole = publish(stack, wire, deployment, boot(zip, 1, pid, -1), 1, pid);
            Moved delta = publish(stack, wire, deployment, boot(zip, 2, pid, 117), 2, pid);
            String hash = sha256(zip);
            boolean same = hash.equals(sha256(stack.folder().resolve("agent/releases/boot/" + hash + ".zip")));
            long size = Files.size(zip);
            double part = (double) delta.bytes / size;
            System.out.println(String.format(
                    Locale.ROOT,
                    "delta: package %d bytes; whole %d bytes in %.0f ms; one class changed %d bytes in %.0f ms; %s",
                    size,
                    whole.bytes,
                    whole.ms,
                    delta.bytes,
                    delta.ms,
                    same ? "identical" : "NOT IDENTICAL"));
            return new Result(
                    part <= MOST && same,
                    String.format(
                            Locale.ROOT,
                            "%d bytes, whole %d bytes, ratio %.4f; %.0f ms, whole %.0f ms",
                            delta.bytes,
                            whole.bytes,
                            part,
                            delta.ms,
                            whole.ms));
        }
    }

    private record Moved(long bytes, double ms) {}

    private static Moved publish(Stack stack, Counter wire, long deployment, Path zip, int version, Path pid)
            throws Exception {
        stack.upload(deployment, version, zip);
        long before = wire.bytes();
        long begun = System.nanoTime();
        stack.post("/rollouts", NewRollout.of(deployment, null, null));
        String text = String.valueOf(version);
        Stack.await("release " + version + " runs", Duration.ofSeconds(60), () -> text.equals(Publish.read(pid)));
        return new Moved(wire.bytes() - before, (System.nanoTime() - begun) / 1e6);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    /** Class {@code changed} of the jar in the middle is another than usual; -1: none. */
    private static Path boot(Path file, int version, Path pid, int changed) throws IOException {
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            zip.putNextEntry(new ZipEntry("run.sh"));
            zip.write("#!/bin/sh\necho %d > %s\nexec sleep 86400\n"
                    .formatted(version, pid)
                    .getBytes(StandardCharsets.UTF_8));
            for (int jar = 0; jar < JARS; jar++) {
                byte[] inner = jar(jar, jar == JARS / 2 ? changed : -1);
                var crc = new CRC32();
                crc.update(inner);
                var entry = new ZipEntry("BOOT-INF/lib/lib-" + jar + ".jar"); // of now: times differ, too
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(inner.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(inner);
            }
        }
        return file;
    }

    private static byte[] jar(int number, int changed) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < CLASSES; i++) {
                var random = new Random(number * 10_000L + i + (i == changed ? 10_000_000 : 0));
                var entry = new ZipEntry("com/example/lib" + number + "/Class" + i + ".class");
                entry.setTime(1_700_000_000_000L);
                zip.putNextEntry(entry);
                byte[] code = new byte[CLASS_BYTES / 2 + random.nextInt(CLASS_BYTES)];
                random.nextBytes(code);
                zip.write(code);
            }
        }
        return bytes.toByteArray();
    }

    /** Passes connections on to a port of this machine and counts what comes back. */
    private static final class Counter implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final int to;
        private final AtomicLong bytes = new AtomicLong();

        Counter(int to) throws IOException {
            this.to = to;
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return door.getLocalPort();
        }

        /** What went to the agent so far. */
        long bytes() {
            return bytes.get();
        }

        private void accept() {
            try {
                while (true) {
                    Socket from = door.accept();
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
                    Thread.ofVirtual().start(() -> pass(from, server, new AtomicLong()));
                    Thread.ofVirtual().start(() -> pass(server, from, bytes));
                }
            } catch (IOException e) {
                // closed
            }
        }

        private static void pass(Socket from, Socket to, AtomicLong count) {
            byte[] buffer = new byte[1 << 16];
            try (from;
                    to) {
                OutputStream out = to.getOutputStream();
                for (int n; (n = from.getInputStream().read(buffer)) >= 0; ) {
                    out.write(buffer, 0, n);
                    count.addAndGet(n);
                }
            } catch (IOException e) {
                // the other side went away
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }
}
