package io.stardust.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Counts what was measured. */
final class Figures {
    private Figures() {}

    /** The middle value. */
    static double median(List<Double> values) {
        return quantile(values, 0.5);
    }

    /** The value that {@code q} of all do not exceed (nearest rank). */
    static double quantile(List<Double> values, double q) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) throw new IllegalStateException("nothing was measured");
        return sorted[Math.clamp((long) Math.ceil(q * sorted.length) - 1, 0, sorted.length - 1)];
    }

    /** {@code median (min–max)} with two digits. */
    static String spread(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", median(values), sorted[0], sorted[sorted.length - 1]);
    }

    /** All of them as they came, rounded: shows whether the slow ones stand at the beginning. */
    static String inOrder(List<Double> values) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, "%.1f", value))
                .collect(Collectors.joining(" "));
    }

    /** Processor seconds that {@code pid} has used since it began, by its own threads, as the kernel counts it. */
    static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0; // utime, stime in 1/100 s
    }

    /** Resident MB of {@code pids}, as the kernel counts it. */
    static double residentMb(long... pids) {
        return Arrays.stream(pids).map(Figures::residentKb).sum() / 1024.0;
    }

    private static long residentKb(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
