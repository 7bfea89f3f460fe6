package io.stardust.agent.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.log.LineJoiner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {
    private static final List<String> LINES = List.of(
            "2026-11-30 07:29:11 INFO order taken",
            "2026-11-30 07:29:11.123 ERROR order lost",
            "Nov 30, 2026 7:29:12 AM com.example.Shop run",
            "INFO: of java.util.logging",
            "java.lang.IllegalStateException: no stock left",
            "\tat com.example.Shop.take(Shop.java:31)",
            "Caused by: java.io.IOException: x",
            "Traceback (most recent call last):",
            "  File \"shop.py\", line 3, in take",
            "ValueError: no stock left",
            "{\"level\":\"info\"}",
            "}",
            "goroutine 1 [running]:",
            "",
            "plain words");

    private final Records records = new Records();

    private void look(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        records.look(bytes, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void look_findsWhatAWalkFromTheBeginningFinds(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                text.append(LINES.get(random.nextInt(LINES.size()))).append(random.nextBoolean() ? "\n" : "\r\n");
            }
            if (random.nextBoolean()) text.append("unfinished");
            look(text.toString());

            assertThat(records.lines()).isEqualTo(text.lastIndexOf("\n") + 1);
            assertThat(records.last()).as("the last record of%n%s", text).isEqualTo(lastFromTheBeginning(text));
        }
    }

    private static int lastFromTheBeginning(CharSequence text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        var joiner = new LineJoiner();
        int last = 0;
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') continue;
            if (!joiner.continues(bytes, from, i + 1)) last = from;
            from = i + 1;
        }
        return last;
    }

    @Test
    void look_findsTheRecordFarBack_whenItIsLong() {
        String before = "2026-11-30 07:29:11 INFO before\n";
        look(before + "2026-11-30 07:29:12 ERROR all\n" + "\tat com.example.Shop.take(Shop.java:31)\n".repeat(900)
                + "\tat com.examp");

        assertThat(records.last()).isEqualTo(before.length());
    }

    @Test
    void look_cutsALongRecord_whereItIsFull() {
        String line = "\tat com.example.Shop.take(Shop.java:31)\n";
        String first = "2026-11-30 07:29:12 ERROR all\n";
        look(first + line.repeat(LineJoiner.MOST_LINES + 5_000));

        int full = first.length() + (LineJoiner.MOST_LINES - 1) * line.length();
        assertThat(records.last()).isEqualTo(full + 5 * LineJoiner.MOST_LINES * line.length());
    }
}
