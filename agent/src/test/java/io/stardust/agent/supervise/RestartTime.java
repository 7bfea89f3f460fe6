package io.stardust.agent.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures kill -9 of a child to its successor: the child is {@code #!/bin/sh; echo $$ > file; exec sleep}, and the
 * time ends when the file holds another, living pid. Run {@link #main} alone on a quiet machine for figures worth
 * quoting.
 */
final class RestartTime {
    private RestartTime() {}

    /** Arguments: number of children, number of kills, and {@code adopted} to kill each process of an earlier agent. */
    public static void main(String[] arguments) throws Exception {
        boolean adopted = arguments.length > 2;
        Path data = Files.createTempDirectory("restart-time").toRealPath();
        double[] ms = measure(data, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), adopted);
        System.out.printf(
                "%s children, %d kills%s: median %.2f ms, p99 %.2f ms, worst %.2f ms%n",
                arguments[0],
                ms.length,
                adopted ? ", adopted" : "",
                ms[ms.length / 2],
                ms[ms.length * 99 / 100],
                ms[ms.length - 1]);
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS") || line.startsWith("Threads")) System.out.println(line);
        }
        System.exit(0);
    }

    /** Returns the times of all kills, ms, ascending. */
    static double[] measure(Path data, int children, int kills, boolean adopted) throws Exception {
        SupervisorSettings d = SupervisorSettings.DEFAULT;
        Duration reset = Duration.ofMillis(100);
        SupervisorSettings settings = new SupervisorSettings(
                reset,
                d.stopWait(),
                d.checkEvery(),
                d.logCheckEvery(),
                d.logPartBytes(),
                d.logKeep(),
                d.installs(),
                d.retryInstall(),
                new RestartLimits(Duration.ofMillis(200), Duration.ofSeconds(30), reset, 20),
                true,
                d.reloadWait(),
                d.startupWait(),
                d.outputSent());
        double[] times = new double[kills];
        try (TestNode node = new TestNode(data, settings).start()) {
            Deploys[] all = new Deploys[children];
            for (int i = 0; i < children; i++) {
                node.script("app" + i, "echo $$ > %s/pid%d\nexec sleep 86400".formatted(data, i));
                all[i] = Deploys.script(i + 1, "app" + i);
            }
            node.want(all);
            for (int i = 0; i < children; i++) node.await(i + 1, "running");
            if (adopted) node.restartAgent();
            for (int kill = 0; kill < kills; kill++) {
                int child = kill % children;
                if (adopted && kill > 0 && child == 0) node.restartAgent();
                node.await(child + 1, "running");
                LockSupport.parkNanos(reset.toNanos() * 2);
                times[kill] = kill(data.resolve("pid" + child));
            }
        }
        if (Boolean.getBoolean("each")) System.out.println(Arrays.toString(times));
        Arrays.sort(times);
        return times;
    }

    private static double kill(Path file) throws Exception {
        long old = pid(file);
        ProcessHandle process = ProcessHandle.of(old).orElseThrow();
        long from = System.nanoTime();
        process.destroyForcibly();
        while (true) {
            long now = pid(file);
            if (now > 0 && now != old && Files.exists(Path.of("/proc/" + now))) break;
            if (System.nanoTime() - from > 60e9) throw new AssertionError("no successor of process " + old);
            LockSupport.parkNanos(200_000);
        }
        return (System.nanoTime() - from) / 1e6;
    }

    private static long pid(Path file) throws IOException {
        String text = Files.readString(file).strip();
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
