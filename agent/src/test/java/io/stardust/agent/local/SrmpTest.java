package io.stardust.agent.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.house.LongRun;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SrmpTest {
    /** As an SDK of upstream sends it: Info, sequence 1, 51 bytes of JSON. */
    private static final byte[] INFO = HexFormat.ofDelimiter(" ")
            .parseHex("01 01 3c 00 04 49 6e 66 6f 33 00 00 00 7b 22 50 72 6f 63 65 73 73 49 64 22 3a 34 33 32 31 2c"
                    + " 22 53 65 72 76 65 72 22 3a 22 68 74 74 70 3a 2f 2f 31 32 37 2e 30 2e 30 2e 31 3a 36 36 30 30 22"
                    + " 7d");

    @Test
    void parse_readsWhatAnSdkSends() {
        Srmp.Parsed parsed = Objects.requireNonNull(Srmp.parse(INFO, 0, INFO.length));

        assertThat(parsed.end()).isEqualTo(64);
        assertThat(parsed.message().action()).isEqualTo("Info");
        assertThat(parsed.message().sequence()).isEqualTo(1);
        assertThat(parsed.message().asks()).isTrue();
        assertThat(new String(parsed.message().data(), StandardCharsets.UTF_8))
                .isEqualTo("{\"ProcessId\":4321,\"Server\":\"http://127.0.0.1:6600\"}");
    }

    @Test
    void reply_repeatsSequenceAndAction_andSaysItIsOne() {
        Srmp question = Objects.requireNonNull(Srmp.parse(INFO, 0, INFO.length)).message();

        assertThat(HexFormat.ofDelimiter(" ").formatHex(question.reply("{}")))
                .isEqualTo("81 01 0b 00 04 49 6e 66 6f 02 00 00 00 7b 7d");
        assertThat(HexFormat.ofDelimiter(" ").formatHex(question.refusal(404, "")))
                .isEqualTo("c1 01 0f 00 04 49 6e 66 6f 94 01 00 00 02 00 00 00 22 22");
    }

    @Test
    void parse_takesNoData_andNoAnswerWanted() {
        byte[] ping = {0x41, 7, 5, 0, 4, 'P', 'i', 'n', 'g'};

        Srmp message = Objects.requireNonNull(Srmp.parse(ping, 0, ping.length)).message();

        assertThat(message.asks()).isTrue();
        assertThat(message.wantsAnswer()).isFalse();
        assertThat(message.data()).isEmpty();
    }

    @Test
    void reply_writesALongLength_whenItDoesNotFitTwoBytes() {
        Srmp question = new Srmp(1, 2, "Info", new byte[0]);

        byte[] bytes = question.reply("x".repeat(70_000));
        Srmp.Parsed parsed = Objects.requireNonNull(Srmp.parse(bytes, 0, bytes.length));

        assertThat(parsed.end()).isEqualTo(bytes.length);
        assertThat(parsed.message().data()).hasSize(70_000);
    }

    @Test
    @Tag("fuzz")
    void parse_neverFails_whateverComes() {
        for (int seed : LongRun.rounds(20_000)) {
            var random = new Random(seed);
            byte[] bytes = INFO.clone();
            for (int n = random.nextInt(1, 6); n > 0; n--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            int length = random.nextInt(bytes.length + 1);
            Srmp.Parsed parsed = Srmp.parse(bytes, 0, length);
            if (parsed != null) assertThat(parsed.end()).isLessThanOrEqualTo(length);
        }
    }
}
