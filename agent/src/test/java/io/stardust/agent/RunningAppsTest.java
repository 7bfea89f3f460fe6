package io.stardust.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.agent.state.ProcessRecord;
import io.stardust.agent.state.ProcessRecords;
import io.stardust.protocol.Hashes;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningAppsTest {
    @TempDir
    Path data;

    private final RunningApps apps = new RunningApps();
    private final List<ProcessHandle> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    private Process start(String script, Path owner) throws IOException {
        var builder = new ProcessBuilder("sh", "-c", script)
                .redirectOutput(new File("/dev/null"))
                .redirectError(new File("/dev/null"));
        String digest = Hashes.sha256Hex(owner.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
        builder.environment().put("STARDUST_INSTANCE", "shop@n1");
        builder.environment().put("STARDUST_RUN", digest.substring(0, 8) + "-a-1");
        Process process = builder.start();
        started.add(process.toHandle());
        return process;
    }

    /** A daemon that has left its parent and its session behind. */
    private ProcessHandle daemon(Path owner) throws Exception {
        Path pid = data.resolve("daemon.pid");
        start("setsid sh -c 'echo $$ > %s.new; mv %s.new %s; exec sleep 3117' &".formatted(pid, pid, pid), owner)
                .waitFor();
        Awaits.until("it runs", () -> Files.exists(pid));
        ProcessHandle daemon =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        started.add(daemon);
        return daemon;
    }

    @Test
    void running_findsADaemon_byItsMark() throws Exception {
        ProcessHandle daemon = daemon(data);

        assertThat(apps.running(data)).containsExactly("shop (process " + daemon.pid() + ")");
    }

    @Test
    void running_isNotAboutOtherAgents() throws Exception {
        daemon(data.resolve("other"));

        assertThat(apps.running(data)).isEmpty();
    }

    @Test
    void stop_endsTheRecordedProcessAndTheDaemon() throws Exception {
        ProcessHandle daemon = daemon(data);
        Process app = start("sleep 3118 & wait", data.resolve("unmarked"));
        long ticks = Long.parseLong(Files.readString(Path.of("/proc/" + app.pid() + "/stat"))
                .replaceFirst("(?s).*\\) ", "")
                .split(" ", -1)[19]);
        ProcessRecord record = ProcessRecord.none("web")
                .runs(app.pid(), ticks, 1, List.of("sh"), data.toString(), "x", 0, "life", "", false);
        new ProcessRecords(data.resolve("state")).save(List.of(record));
        assertThat(apps.running(data))
                .contains("web (process " + app.pid() + ")", "shop (process " + daemon.pid() + ")");

        apps.stop(data);

        assertThat(app.isAlive()).isFalse();
        assertThat(apps.running(data)).isEmpty(); // whether anybody has looked at the daemon's end or not
    }
}
