package io.stardust.bench;

import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import io.stardust.client.Stardust;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What the starter adds to a Spring Boot application that has Spring Cloud's load balancer already: one application
 * starts with and without the starter's jars in turn, and is asked. Bound: 300 ms until it answers and 20 MB once it
 * idles, at the median of the pairs.
 */
final class Starter implements Load {
    private static final int PAIRS = 10;
    private static final List<String> OURS = List.of("stardust-", "client-", "protocol-", "avaje-");

    @Override
    public Result run(Path launcher) throws Exception {
        Path root = Objects.requireNonNull(launcher.getParent());
        try (var stack = new Stack(launcher).startServer().signIn()) {
            BenchApps app = BenchApps.make(stack, "bench");
            var application = Application.of(stack, root, app);
            List<Double> starts = new ArrayList<>();
            List<Double> memory = new ArrayList<>();
            List<Double> without = new ArrayList<>();
            try (Stardust consumer = Stardust.builder()
                    .server(stack.uri("").toString())
                    .app(app.name())
                    .secret(app.secret())
                    .cache(stack.folder().resolve("consumer"))
                    .start()) {
                for (int i = 0; i < PAIRS; i++) {
                    Run plain = application.run(consumer, false);
                    Run ours = application.run(consumer, true);
                    if (i == 0) continue; // the page cache is cold
                    without.add(plain.startMs());
                    starts.add(ours.startMs() - plain.startMs());
                    memory.add(ours.residentMb() - plain.residentMb());
                }
            }
            System.out.println("start ms without it " + Figures.spread(without) + ", more " + Figures.inOrder(starts)
                    + "; idle MB more " + Figures.inOrder(memory));
            double ms = Figures.median(starts);
            double mb = Figures.median(memory);
            return new Result(
                    ms <= 300 && mb <= 20,
                    String.format(
                            Locale.ROOT,
                            "%.0f ms and %.1f MB more, bound 300 ms and 20 MB, ratio %.2f and %.2f",
                            ms,
                            mb,
                            ms / 300,
                            mb / 20));
        }
    }

    private record Run(double startMs, double residentMb) {}

    /** The greeter among the tests' samples, with the jars of the one that has Spring Cloud and the starter. */
    private record Application(Path folder, Path classes, List<Path> plain, List<Path> all, Map<String, String> told) {
        static Application of(Stack stack, Path root, BenchApps app) throws IOException {
            Path folder = Files.createDirectories(stack.folder().resolve("application"));
            Path classes = folder.resolve("classes");
            unpack(built(root, "samples/spring/target/spring.jar"), "BOOT-INF/classes/", classes);
            List<Path> all = unpack(
                    built(root, "samples/starter/boot3/target/neighbour3.jar"), "BOOT-INF/lib/", folder.resolve("lib"));
            List<Path> plain = all.stream()
                    .filter(jar -> OURS.stream()
                            .noneMatch(each -> String.valueOf(jar.getFileName()).startsWith(each)))
                    .toList();
            if (all.size() - plain.size() < OURS.size()) {
                throw new IllegalStateException("the starter's jars are not those of " + OURS + ": " + all);
            }
            Map<String, String> told = Map.of(
                    "STARDUST_SERVER",
                    stack.uri("").toString(),
                    "STARDUST_APP_ID",
                    app.name(),
                    "STARDUST_SECRET",
                    app.secret(),
                    "STARDUST_CACHE",
                    folder.resolve("cache").toString());
            return new Application(folder, classes, plain, all, told);
        }

        private static Path built(Path root, String jar) {
            Path file = root.resolve(jar);
            if (Files.exists(file)) return file;
            throw new IllegalStateException(
                    "no " + file + " (expected: mvn -pl samples/spring,samples/starter/boot3 -am package -DskipTests)");
        }

        /** Writes what lies below {@code under} into {@code to}; returns the files. */
        private static List<Path> unpack(Path jar, String under, Path to) throws IOException {
            List<Path> files = new ArrayList<>();
            try (var zip = new ZipFile(jar.toFile())) {
                Enumeration<? extends ZipEntry> entries = zip.entries();
                while (entries.hasMoreElements()) {
                    ZipEntry entry = entries.nextElement();
                    if (entry.isDirectory() || !entry.getName().startsWith(under)) continue;
                    Path file = to.resolve(entry.getName().substring(under.length()));
                    Files.createDirectories(Objects.requireNonNull(file.getParent()));
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                    files.add(file);
                }
            }
            return files;
        }

        /** Starts it and ends it; with the starter, {@code consumer} has to find it. */
        Run run(Stardust consumer, boolean starter) throws Exception {
            int port;
            try (var free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            List<String> words = new ArrayList<>(List.of(java("java"), "-XX:+UseSerialGC", "-Xmx256m"));
            // what is free goes back at once, so that memory is what the application holds
            words.addAll(List.of("-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20", "-XX:-ShrinkHeapInSteps"));
            words.addAll(List.of("-cp", classPath(starter ? all : plain), "io.stardust.samples.spring.Greeter"));
            words.addAll(List.of("--spring.application.name=bench", "--server.port=" + port));
            var builder = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out.log").toFile());
            builder.environment().putAll(told);
            long begun = System.nanoTime();
            Process process = builder.start();
            try (HttpClient http = HttpClient.newHttpClient()) {
                HttpRequest question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                        .build();
                Stack.await("the application answers", Duration.ofSeconds(60), () -> answers(http, question));
                double startMs = (System.nanoTime() - begun) / 1e6;
                if (starter) {
                    Stack.await(
                            "it is registered",
                            Duration.ofSeconds(30),
                            () -> consumer.registry().resolve("bench").stream()
                                    .anyMatch(each -> each.addresses().stream().anyMatch(at -> at.getPort() == port)));
                }
                long idle = System.nanoTime() + Duration.ofSeconds(2).toNanos();
                Stack.await("it idles", Duration.ofSeconds(3), () -> System.nanoTime() > idle);
                collect(process.pid());
                return new Run(startMs, Figures.residentMb(process.pid()));
            } finally {
                process.destroy();
                if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
            }
        }

        private String classPath(List<Path> jars) {
            var path = new StringBuilder(classes.toString());
            for (Path each : jars) path.append(':').append(each);
            return path.toString();
        }

        private static boolean answers(HttpClient http, HttpRequest question) throws Exception {
            try {
                return http.send(question, BodyHandlers.discarding()).statusCode() == 200;
            } catch (ConnectException e) {
                return false;
            }
        }

        /** Twice: what the first one leaves to be cleaned up goes with the second. */
        private static void collect(long pid) throws Exception {
            for (int i = 0; i < 2; i++) {
                Process jcmd = new ProcessBuilder(java("jcmd"), String.valueOf(pid), "GC.run")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (jcmd.waitFor() != 0)
                    throw new IllegalStateException("jcmd " + pid + " GC.run: " + jcmd.exitValue());
            }
        }

        private static String java(String program) {
            return Path.of(System.getProperty("java.home"), "bin", program).toString();
        }
    }
}
