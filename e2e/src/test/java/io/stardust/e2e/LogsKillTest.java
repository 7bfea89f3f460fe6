package io.stardust.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.house.LongRun;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server is killed again and again while apps log as fast as it takes it. */
class LogsKillTest {
    @RegisterExtension
    static final World WORLD = new World(Map.of("STARDUST_LOGS_APP_BYTES_AN_HOUR", "1000000000000"));

    private static final int KILLS = LongRun.kills(5);
    private static final int SENDERS = 3;
    private static final int BATCH = 200;

    private final AtomicIntegerArray answered = new AtomicIntegerArray(KILLS + 1); // lines, by the round they are of
    private final AtomicInteger round = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void everyLine_isThereOnce_whenTheServerIsKilledAgainAndAgain() throws Exception {
        var flood = new OtlpLines(WORLD, "flood");
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int sender = 0; sender < SENDERS; sender++) {
                int number = sender;
                senders.execute(() -> sendOn(flood, number));
            }
            try {
                killAgainAndAgain();
            } finally {
                over.set(true);
            }
        }

        for (int each = 0; each <= KILLS; each++) {
            List<String> found = flood.found("round" + each);
            assertThat(found).as("round %d", each).doesNotHaveDuplicates().hasSize(answered.get(each));
        }
    }

    private void killAgainAndAgain() throws IOException {
        var random = new Random(KILLS);
        for (int kill = 0; kill < KILLS; kill++) {
            int now = kill;
            Awaits.until("an answer", Duration.ofSeconds(20), () -> answered.get(now) > 0);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(150_000)));
            WORLD.server().jvm().kill();
            round.incrementAndGet();
            WORLD.server().start();
        }
    }

    /** One batch after the other, each until it is answered. */
    private void sendOn(OtlpLines flood, int sender) {
        for (int number = 0; !over.get(); number++) {
            int of = round.get();
            List<String> lines = new ArrayList<>();
            for (int line = 0; line < BATCH; line++) {
                lines.add("sender %d tells of batch %d, line %d, round%d".formatted(sender, number, line, of));
            }
            byte[] batch = OtlpLines.batch(lines);
            while (!isAnswered(flood, batch)) LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            answered.addAndGet(of, BATCH);
        }
    }

    private static boolean isAnswered(OtlpLines flood, byte[] batch) {
        try {
            return flood.post(batch).statusCode() == 200;
        } catch (IOException away) {
            return false;
        }
    }
}
