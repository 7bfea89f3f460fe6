package io.stardust.agent.host;

import io.stardust.protocol.node.ProcessUse;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What runs on the machine, read from /proc with one small buffer: some 20 µs a process. Shares of processors are over
 * the time since the look before, 0 in the first. Not thread-safe.
 */
final class Processes {
    private static final int TOP = 10;
    private static final int MAX_PROCESSES = 5_000;
    private static final int MAX_NAMES = 2_000; // characters
    private static final double TICKS_PER_SECOND = 100; // as user space sees them, on every Linux

    private final File proc;
    private final long pageBytes;
    private final byte[] buffer = new byte[512];
    private Map<Integer, Long> before = Map.of();
    private long lookedAt;
    private List<ProcessUse> top = List.of();
    private String names = "";

    Processes(Kernel kernel) {
        this.proc = kernel.path("proc").toFile();
        this.pageBytes = pageBytes(kernel);
    }

    /** The kernel counts in pages of 4 KB, on some processors of up to 64: this very process tells. */
    private static long pageBytes(Kernel kernel) {
        List<String> size = Kernel.words(kernel.value("proc/self/status", "VmSize", ':')); // KB
        List<String> pages = Kernel.words(kernel.text("proc/self/statm"));
        if (size.isEmpty() || pages.isEmpty() || Kernel.number(pages.get(0)) == 0) return 4096;
        double ratio = Kernel.number(size.get(0)) * 1024.0 / Kernel.number(pages.get(0)); // read one after the other
        return ratio > 32_768 ? 65_536 : ratio > 8_192 ? 16_384 : 4096;
    }

    void look(long nanos) {
        String[] entries = proc.list();
        if (entries == null) return;
        double seconds = lookedAt == 0 ? 0 : (nanos - lookedAt) / 1e9;
        Map<Integer, Long> now = new HashMap<>();
        List<ProcessUse> heads = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        int count = 0;
        for (String entry : entries) {
            if (entry.charAt(0) < '0' || entry.charAt(0) > '9' || count >= MAX_PROCESSES) continue;
            int pid = (int) Kernel.number(entry);
            Use use = use(entry);
            if (use == null) continue;
            count++;
            now.put(pid, use.ticks);
            Long was = before.get(pid);
            double cpu = 0;
            if (was != null && seconds > 0) cpu = Math.max(0, use.ticks - was) / TICKS_PER_SECOND / seconds;
            if (use.pages > 0) seen.add(use.name); // the kernel's own threads have no memory
            keep(heads, new ProcessUse(use.name, pid, Latency.rounded(cpu), use.pages * pageBytes));
        }
        before = now;
        lookedAt = nanos;
        top = List.copyOf(heads);
        names = joined(seen);
    }

    private record Use(String name, long ticks, long pages) {}

    /** {@code pid (comm) state ppid pgrp session tty tpgid flags minflt cminflt majflt cmajflt utime stime … rss}. */
    private @Nullable Use use(String pid) {
        int length;
        try (var in = new FileInputStream(new File(new File(proc, pid), "stat"))) {
            length = in.readNBytes(buffer, 0, buffer.length);
        } catch (IOException e) {
            return null; // it ended
        }
        int open = 0;
        while (open < length && buffer[open] != '(') open++;
        int close = length - 1;
        while (close > open && buffer[close] != ')') close--;
        if (close <= open) return null;
        var name = new String(buffer, open + 1, close - open - 1, StandardCharsets.UTF_8);
        long ticks = 0;
        long pages = 0;
        int field = 2;
        long number = 0;
        for (int i = close + 1; i <= length; i++) {
            boolean end = i == length || buffer[i] == ' ' || buffer[i] == '\n';
            if (!end) {
                number = buffer[i] >= '0' && buffer[i] <= '9' ? number * 10 + buffer[i] - '0' : 0;
                continue;
            }
            if (field == 14 || field == 15) ticks += number;
            if (field == 24) pages = number;
            number = 0;
            field++;
        }
        return new Use(name, ticks, pages);
    }

    /** Keeps the list short and sorted: who uses most of a processor first, then of the memory. */
    private static void keep(List<ProcessUse> heads, ProcessUse use) {
        int at = heads.size();
        while (at > 0 && before(use, heads.get(at - 1))) at--;
        if (at >= TOP) return;
        heads.add(at, use);
        if (heads.size() > TOP) heads.remove(TOP);
    }

    private static boolean before(ProcessUse a, ProcessUse b) {
        return a.cpu() > b.cpu() || (a.cpu() == b.cpu() && a.memory() > b.memory());
    }

    private static String joined(Set<String> names) {
        var text = new StringBuilder();
        for (String name : names) {
            if (text.length() + name.length() >= MAX_NAMES) break;
            if (!text.isEmpty()) text.append(',');
            text.append(name.replace(',', ' '));
        }
        return text.toString();
    }

    List<ProcessUse> top() {
        return top;
    }

    String names() {
        return names;
    }
}
