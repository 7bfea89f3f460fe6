package io.stardust.bench;

import io.stardust.api.rollout.NewRollout;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A publish of a 60 MB package to one agent on this machine, from the request until the new process runs, less a plain
 * download and a plain unzip of the same file in the same run. Bound: 150 ms beyond them.
 */
final class Publish implements Load {
    private static final int ENTRIES = 60;
    private static final int ENTRY_BYTES = 1 << 20;

    @Override
    public Result run(Path launcher) throws Exception {
        List<Double> publish = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        try (var stack = new Stack(launcher).startServer().signIn().startAgent()) {
            long deployment = stack.deployment("big");
            Path pid = stack.folder().resolve("big.pid");
            stack.post(
                    "/deployments/" + deployment + "/placements",
                    Map.of("nodeId", stack.nodeId(), "environments", "PIDFILE=" + pid));
            for (int i = 0; i < 6; i++) {
                Path zip = zip(stack.folder().resolve("big.zip"), i, pid);
                long release = stack.upload(deployment, i, zip).id();
                double reference = plain(stack, release);
                long begun = System.nanoTime();
                stack.post("/rollouts", NewRollout.of(deployment, release, null));
                String version = String.valueOf(i);
                Stack.await("release " + i + " runs", Duration.ofSeconds(60), () -> version.equals(read(pid)));
                double took = (System.nanoTime() - begun) / 1e6;
                if (i == 0) continue; // both are cold
                publish.add(took);
                plain.add(reference);
            }
        }
        List<Double> beyond = new ArrayList<>();
        for (int i = 0; i < publish.size(); i++) beyond.add(publish.get(i) - plain.get(i));
        System.out.println("publish ms " + Figures.spread(publish) + ", plain download + unzip " + Figures.spread(plain)
                + ", beyond " + Figures.spread(beyond));
        double median = Figures.median(beyond);
        return new Result(
                median <= 150,
                String.format(
                        Locale.ROOT,
                        "%.0f ms beyond, plain download + unzip %.0f ms, ratio %.2f",
                        median,
                        Figures.median(plain),
                        Figures.median(publish) / Figures.median(plain)));
    }

    /** Fetches the package from the server into a file, then unpacks it, as curl and unzip would. */
    private static double plain(Stack stack, long release) throws Exception {
        Path copy = stack.folder().resolve("plain.zip");
        Path into = Files.createDirectories(stack.folder().resolve("plain"));
        long begun = System.nanoTime();
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(stack.uri("/cube/file?id=" + release + ".zip"))
                                .build(),
                        BodyHandlers.ofFile(copy));
        try (var file = new ZipFile(copy.toFile())) {
            var entries = file.entries();
            byte[] buffer = new byte[1 << 16];
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                try (InputStream in = file.getInputStream(entry);
                        OutputStream out = Files.newOutputStream(into.resolve(entry.getName()))) {
                    for (int n; (n = in.read(buffer)) >= 0; ) out.write(buffer, 0, n);
                }
            }
        }
        double took = (System.nanoTime() - begun) / 1e6;
        Stack.remove(into);
        return took;
    }

    /** Random bytes, stored: what a package of nested jars is like. */
    static Path zip(Path file, int version, Path pid) throws IOException {
        var random = new Random(version);
        byte[] block = new byte[ENTRY_BYTES];
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            zip.putNextEntry(new ZipEntry("run.sh"));
            zip.write("#!/bin/sh\necho %d > %s\nexec sleep 86400\n"
                    .formatted(version, pid)
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (int i = 0; i < ENTRIES; i++) {
                random.nextBytes(block);
                var crc = new CRC32();
                crc.update(block);
                var entry = new ZipEntry("part-" + i + ".bin");
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(block.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(block);
            }
        }
        return file;
    }

    static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).trim() : "";
    }
}
