package io.stardust.e2e;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Spring Boot application that registers with Netflix Eureka, in a process of its own; of ours it knows an URL. */
final class Newcomer {
    /** A few starts of Spring Boot where no core is free. */
    private static final Duration START = Duration.ofMinutes(2);

    private static final Duration STOP = Duration.ofSeconds(20);

    /**
     * What Eureka's client does every half minute it does every second or two, and as seldom as ever when it is new.
     */
    private static final String PERIODS = """
            eureka.instance.hostname=127.0.0.1
            eureka.instance.lease-renewal-interval-in-seconds=2
            eureka.instance.lease-expiration-duration-in-seconds=10
            eureka.client.registry-fetch-interval-seconds=1
            spring.cloud.loadbalancer.cache.enabled=false
            """;

    final String name;
    private final Process process;
    private final Path folder;
    private final int port;

    private Newcomer(String name, Process process, Path folder, int port) {
        this.name = name;
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** Starts the sample of {@code boot} as the app {@code name}, which is made for it; does not wait for it. */
    static Newcomer start(World world, String name, int boot) throws IOException {
        int port = Http.freePort();
        Path folder = Files.createDirectories(world.file(name));
        Files.writeString(
                folder.resolve("application.properties"),
                settings(world, Sdk.of(world, name, 1), name) + "server.port=" + port);
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-jar",
                        Samples.newcomer(boot).toString())
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile());
        world.shows(folder.resolve("output.txt"));
        return new Newcomer(name, builder.start(), folder, port);
    }

    /** All its settings but the port; it offers {@code service} with the key of {@code app}. */
    private static String settings(World world, Sdk app, String service) {
        String server = world.server().address().getAuthority();
        return "spring.application.name=%s%neureka.client.service-url.defaultZone=http://%s:%s@%s/eureka/%n%s"
                .formatted(service, app.name(), app.secret(), server, PERIODS);
    }

    /** A package for an agent, of Boot 3; what it is to be when it is deployed is in it, but for the port. */
    static Path release(World world, Sdk app, String service, String version) throws IOException {
        return Zips.jar(
                world.file(app.name() + "-" + version + ".zip"),
                Samples.newcomer(3),
                Map.of(
                        "application.properties",
                        settings(world, app, service) + "eureka.instance.instance-id=" + app.name()));
    }

    /** Waits until it serves. */
    Newcomer awaited() throws IOException {
        Awaits.until(name + " serves", START, () -> {
            if (!process.isAlive()) throw new IOException("it has ended: " + output());
            return Http.get(port, "/hello").statusCode() == 200;
        });
        return this;
    }

    /** What it says to a question; waits until it answers it with 200. */
    String answer(String path, Duration atMost) {
        return Awaits.value(path + " of " + name, atMost, () -> Http.get(port, path), said -> said.statusCode() == 200)
                .body();
    }

    /** One answer, whatever it is. */
    HttpResponse<String> ask(String path) throws IOException {
        return Http.get(port, path);
    }

    /** How many instances of {@code other} it knows. */
    int count(String other) {
        return Integer.parseInt(answer("/count/" + other, STOP));
    }

    /** SIGTERM, and waits until it is gone. */
    void stop() throws InterruptedException, IOException {
        process.destroy();
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(name + " does not end: " + output());
        }
    }

    /** SIGKILL, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output.txt"));
    }
}
