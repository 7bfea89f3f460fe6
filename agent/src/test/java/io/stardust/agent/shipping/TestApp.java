package io.stardust.agent.shipping;

import io.stardust.agent.supervise.output.OutputLog;
import io.stardust.agent.supervise.output.Printed;
import io.stardust.agent.supervise.output.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** An app that prints to a real log, with small parts. */
final class TestApp {
    static final int PART = 100_000;
    static final int KEEP = 3;

    final Path folder;
    final long placement;
    Printed printed;
    OutputLog log;

    @Nullable
    Written written;

    TestApp(Path folder, long placement) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.placement = placement;
        this.log = new OutputLog(folder, PART, KEEP, InstantSource.system());
        this.printed = new Printed(placement, "app" + placement, log, false);
    }

    void print(String text) throws IOException {
        Files.writeString(log.file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void rotate() throws IOException {
        while (log.rotate()) Thread.onSpinWait();
    }

    /** As an agent that was started anew, or knows that the app was removed, sees it. */
    void reopen(boolean left) {
        log = new OutputLog(folder, PART, KEEP, InstantSource.system());
        printed = new Printed(placement, "app" + placement, log, left);
    }
}
