package io.stardust.protocol.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputHeadTest {
    private static final String LINE =
            "{\"Placement\":9,\"Stream\":\"9f86d081884c7d65\",\"From\":4096,\"Lost\":12,\"Marks\":"
                    + "[{\"Offset\":4096,\"Time\":1764487752000,\"Release\":\"1.4-\\u00e4\\u007f\\ud83d\\ude00\",\"Pid\":4711}],"
                    + "\"File\":\"logs/app.log\"}";

    private static final OutputHead HEAD = new OutputHead(
            9,
            "9f86d081884c7d65",
            4096,
            12,
            List.of(new OutputHead.Mark(4096, 1_764_487_752_000L, "1.4-\u00e4\u007f\ud83d\ude00", 4711)),
            "logs/app.log");

    @Test
    void ascii_isOneLineForAHeader_whateverTheReleaseIsCalled() {
        assertThat(Json.WIRE.ascii(HEAD)).isEqualTo(LINE);
        assertThat(Json.WIRE.read(LINE, OutputHead.class)).isEqualTo(HEAD);
    }

    @Test
    void read_hasNoMarksAndNoRelease_whenNoneAreNamed() {
        OutputHead head = Json.WIRE.read("{\"placement\":9,\"marks\":[{\"offset\":1}]}", OutputHead.class);

        assertThat(head.marks()).containsExactly(new OutputHead.Mark(1, 0, "", 0));
        assertThat(Json.WIRE.read("{}", OutputHead.class).marks()).isEmpty();
    }
}
