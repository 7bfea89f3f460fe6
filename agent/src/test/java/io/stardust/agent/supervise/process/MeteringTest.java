package io.stardust.agent.supervise.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.node.AppUse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeteringTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final Metering metering = new Metering(new ProcTable(Path.of("/proc")), nanos::get);

    private static PlacementReport of(long pid) {
        return new PlacementReport(5, "running", 1, "1", 1, pid, 0, 0, null, null, null, false, 0, null);
    }

    /** A shell in a session of its own, with one child that uses a processor; begun when this returns. */
    private static Process busy() throws IOException {
        String script = "i=0; (while :; do i=$((i+1)); done) & echo begun; wait";
        Process process = new ProcessBuilder("setsid", "sh", "-c", script).start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("begun");
        return process;
    }

    @Test
    void look_sumsWhatAProcessAndItsChildrenUse() throws Exception {
        Process process = busy();
        try {
            List<AppUse> first = metering.look(List.of(of(process.pid())));
            List<AppUse> second = first;
            for (int i = 0; i < 10_000 && second.getFirst().cpu() == 0; i++) {
                nanos.addAndGet(10_000_000);
                second = metering.look(List.of(of(process.pid())));
            }

            assertThat(first.getFirst().cpu()).isZero();
            assertThat(second.getFirst().id()).isEqualTo(5);
            assertThat(second.getFirst().cpu()).isPositive();
            assertThat(second.getFirst().processes()).isEqualTo(2);
            assertThat(second.getFirst().threads()).isEqualTo(2);
            assertThat(second.getFirst().memory()).isPositive();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void look_tellsNothing_ofWhatDoesNotRun() {
        assertThat(metering.look(List.of(of(0)))).isEmpty();
        assertThat(metering.look(List.of(of(Integer.MAX_VALUE)))).isEmpty();
    }
}
