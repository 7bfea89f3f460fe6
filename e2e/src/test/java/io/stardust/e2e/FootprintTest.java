package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lightness, asserted with twice the budget; bench measures it against the budget itself. */
@Tag("alone")
class FootprintTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static final Duration HEALTHY = Duration.ofSeconds(2);
    private static final long SERVER_RSS_KB = 300 << 10;

    @Test
    void server_isHealthyInTwoSecondsAndSmall() throws IOException {
        WORLD.server().jvm().stop(Duration.ofSeconds(10));
        WORLD.server().lasts();
        WORLD.server().start();
        List<Duration> starts =
                IntStream.range(0, 3).mapToObj(round -> restart()).sorted().toList();

        Duration used = Procs.cpuTime(WORLD.server().jvm().pid());
        // on a machine that is busy with other things the time on the wall says little
        Duration best = starts.getFirst().compareTo(used) < 0 ? starts.getFirst() : used;
        assertThat(best).as("best of %s, processor time %s", starts, used).isLessThan(HEALTHY);
        WORLD.api().get("/nodes");
        assertThat(Procs.residentKb(WORLD.server().jvm().pid())).isLessThan(SERVER_RSS_KB);
    }

    @Test
    void server_endsWithinTenSeconds_whenToldTo() throws IOException {
        int exit = WORLD.server().jvm().stop(Duration.ofSeconds(10));
        WORLD.server().start();

        assertThat(exit).isIn(0, 143); // a JVM that ends by SIGTERM says 128 + 15
    }

    private static Duration restart() {
        WORLD.server().jvm().stop(Duration.ofSeconds(10));
        try {
            return WORLD.server().start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
