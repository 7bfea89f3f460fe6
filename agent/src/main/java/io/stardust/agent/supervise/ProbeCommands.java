package io.stardust.agent.supervise;

import io.stardust.agent.probe.Surroundings;
import io.stardust.agent.supervise.process.Launch;
import io.stardust.agent.supervise.process.ManagedProcess;
import io.stardust.agent.supervise.process.ManagedProcess.Exit;
import io.stardust.agent.supervise.process.ProcTable;
import io.stardust.protocol.deploy.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs the commands of probes as the app itself was started: session, user, work directory, environment. */
final class ProbeCommands implements Surroundings {
    private final @Nullable Launch launch;
    private final SupervisorContext shop;

    ProbeCommands(@Nullable Launch launch, SupervisorContext shop) {
        this.launch = launch;
        this.shop = shop;
    }

    @Override
    public Process start(String line) throws IOException {
        if (launch == null) throw new IOException("a command cannot be run for an app without a process");
        List<String> words;
        try {
            words = new ArrayList<>(CommandLine.split(line));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        Path file = launch.directory().resolve(words.getFirst());
        if (Files.isExecutable(file) && Files.isRegularFile(file)) words.set(0, file.toString());
        List<String> wrapped = new ArrayList<>(launch.wrapping());
        wrapped.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(wrapped)
                .directory(launch.directory().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        return builder.start();
    }

    @Override
    public void kill(Process process) {
        shop.hands().execute(() -> {
            long ticks = shop.table()
                    .find(process.pid())
                    .map(ProcTable.Entry::startTicks)
                    .orElse(0L);
            CompletableFuture<Exit> exit = process.onExit().thenApply(ended -> Exit.now(ended.exitValue()));
            try {
                shop.sessions()
                        .kill(new ManagedProcess(
                                process.pid(), ticks, shop.clock().instant(), System.nanoTime(), null, false, exit));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
