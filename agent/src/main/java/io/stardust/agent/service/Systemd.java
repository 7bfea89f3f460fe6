package io.stardust.agent.service;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The machine's service manager, where it is systemd and runs. */
final class Systemd {
    private static final String SERVICE = "stardust-agent.service";
    private static final int LIMIT_S = 60;

    private final Places places;

    Systemd(Places places) {
        this.places = places;
    }

    /** Whether it runs, and may be told what to do: on the machine itself only. */
    boolean runs() {
        return places.isMachine() && Files.isDirectory(places.root().resolve("run/systemd/system"));
    }

    /** Takes a changed unit in and starts the service anew; its apps live on (KillMode=process). */
    void restart() throws IOException, InterruptedException {
        call("daemon-reload");
        call("restart", SERVICE);
    }

    /** Ends the service; its apps live on. */
    void stop() throws IOException, InterruptedException {
        call("stop", SERVICE);
    }

    void forget() throws IOException, InterruptedException {
        call("daemon-reload");
    }

    /** {@code active}, {@code failed} and the like. */
    String state() throws IOException, InterruptedException {
        var command = new ProcessBuilder("systemctl", "is-active", SERVICE);
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readNBytes(200), StandardCharsets.UTF_8).strip();
        process.waitFor(LIMIT_S, TimeUnit.SECONDS);
        return said;
    }

    private static void call(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("systemctl"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        String said = new String(process.getInputStream().readNBytes(2_000), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) throw new IOException("systemctl does not end: " + command);
        if (process.exitValue() != 0) throw new IOException(String.join(" ", command) + ": " + said);
    }
}
