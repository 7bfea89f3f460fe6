package io.stardust.bench;

import io.stardust.api.rollout.NewRollout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Small guarded programs: each writes its process id to a file of its own as its first act and then sleeps, or prints.
 * The same script runs under every supervisor, so that "running again" means the same for all.
 */
final class Children {
    private final Path pids;
    private final int count;
    private final byte[] lines;

    /** Those that sleep. */
    Children(Path folder, int count) throws IOException {
        this(folder, count, new byte[0]);
    }

    /** Those that print {@code lines} each second, if there are any. */
    Children(Path folder, int count, byte[] lines) throws IOException {
        this.pids = Files.createDirectories(folder.resolve("pids"));
        this.count = count;
        this.lines = lines;
    }

    int count() {
        return count;
    }

    /** The script of child {@code i}, counted from 1; {@code PIDFILE} from outside wins. */
    String script(int i) {
        String work = lines.length == 0 ? "exec sleep 86400" : "while cat lines; do sleep 1; done";
        return "#!/bin/sh\necho $$ > ${PIDFILE:-" + file(i) + "}\n" + work + "\n";
    }

    Path file(int i) {
        return pids.resolve("c" + i);
    }

    /** Lets the agent guard all of them: one deployment, one package, one placement per child. */
    void deployTo(Stack stack) throws Exception {
        deployTo(stack, Map.of());
    }

    /** As {@link #deployTo(Stack)}, with {@code settings} of the deployment. */
    void deployTo(Stack stack, Map<String, ?> settings) throws Exception {
        Path zip = stack.folder().resolve("children.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                var entries = new ZipOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("child.sh"));
            entries.write(script(0).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            if (lines.length > 0) {
                entries.putNextEntry(new ZipEntry("lines"));
                entries.write(lines);
            }
        }
        long deployment = stack.deployment("children");
        if (!settings.isEmpty()) stack.patch("/deployments/" + deployment, settings);
        stack.upload(deployment, 1, zip);
        long node = stack.nodeId();
        for (int i = 1; i <= count; i++) {
            stack.post(
                    "/deployments/" + deployment + "/placements",
                    Map.of("nodeId", node, "deployName", "c" + i, "environments", "PIDFILE=" + file(i)));
        }
        stack.post("/rollouts", NewRollout.of(deployment, null, null));
        awaitAll();
    }

    /** Waits until every child runs. */
    void awaitAll() throws Exception {
        for (int i = 1; i <= count; i++) {
            int child = i;
            Stack.await("child " + i + " runs", Duration.ofSeconds(60), () -> isAlive(pid(child)));
        }
    }

    /** The pid a child wrote, 0 when it wrote none. */
    long pid(int i) {
        try {
            String text = Files.readString(file(i)).trim();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException | NumberFormatException e) {
            return 0; // half written
        }
    }

    /**
     * Kills {@code kills} children in turn, one every {@code spacing}, and returns for each the milliseconds until a
     * new process had written its pid.
     */
    List<Double> kill(int kills, Duration spacing) {
        List<Double> waits = new ArrayList<>();
        Map<Integer, Long> seen = new HashMap<>();
        for (int k = 0; k < kills; k++) {
            int child = k % count + 1;
            long old = pid(child);
            if (seen.getOrDefault(child, 0L) == old)
                throw new IllegalStateException("child " + child + " did not come back");
            seen.put(child, old);
            long begun = System.nanoTime();
            ProcessHandle.of(old).ifPresent(ProcessHandle::destroyForcibly);
            while (pid(child) == old || pid(child) == 0 || !isAlive(pid(child))) {
                if (System.nanoTime() - begun > 60e9)
                    throw new IllegalStateException("child " + child + " did not come back");
                LockSupport.parkNanos(200_000);
            }
            waits.add((System.nanoTime() - begun) / 1e6);
            LockSupport.parkNanos(spacing.toNanos());
        }
        return waits;
    }

    private static boolean isAlive(long pid) {
        return pid > 0 && Files.exists(Path.of("/proc/" + pid));
    }
}
