package io.stardust.client;

import io.stardust.protocol.app.AppInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures this process for its heartbeats: by the JDK, and by {@code /proc} where there is one. One thread. */
final class Meters {
    private static final Path PROC = Path.of("/proc/self");
    private static final int PAGE = 4_096;

    private final String app;
    private final @Nullable String release;
    private final ProcessHandle process = ProcessHandle.current();
    private long cpuMs;
    private long at = System.nanoTime();

    Meters(String app, @Nullable String release) {
        this.app = app;
        this.release = release;
    }

    AppInfo sample(long time, String address) {
        ProcessHandle.Info info = process.info();
        long cpu = info.totalCpuDuration().orElse(Duration.ZERO).toMillis();
        long now = System.nanoTime();
        double cores = (cpu - cpuMs) / Math.max(1.0, (now - at) / 1e6);
        cpuMs = cpu;
        at = now;
        return new AppInfo(
                (int) process.pid(),
                info.command().map(Meters::name).orElse("java"),
                release,
                app,
                null, // it may hold secrets
                info.user().orElse(null),
                null,
                address,
                info.startInstant().map(Meters::local).orElse(null),
                cpu,
                Math.max(cores, 0),
                resident(),
                Thread.activeCount(),
                handles(),
                time);
    }

    private static String name(String command) {
        return command.substring(command.lastIndexOf('/') + 1);
    }

    private static String local(Instant start) {
        return LocalDateTime.ofInstant(start, ZoneId.systemDefault())
                .withNano(0)
                .toString();
    }

    private static long resident() {
        try {
            String[] pages = Files.readString(PROC.resolve("statm")).split(" ", -1);
            return pages.length > 1 ? Long.parseLong(pages[1]) * PAGE : 0;
        } catch (IOException | NumberFormatException e) {
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }

    private static int handles() {
        try (Stream<Path> open = Files.list(PROC.resolve("fd"))) {
            return (int) open.count();
        } catch (IOException e) {
            return 0;
        }
    }
}
