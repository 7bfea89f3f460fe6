package io.stardust.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.house.LongRun;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.config.ConfigInfo;
import io.stardust.protocol.node.LoginInfo;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The leniency that docs/protocol.md asks of the machine face, on the library that was chosen for it. */
class JsonTest {
    private static final byte[] SYNTAX = "{}[]\",:\\0e-".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Code\":\"A1\",\"Node\":{\"Version\":\"3.6\",\"OSName\":\"Debian\",\"Memory\":12}}",
                "{\"code\":\"A1\",\"node\":{\"version\":\"3.6\",\"osName\":\"Debian\",\"memory\":12}}",
                "{\"CODE\":\"A1\",\"nOdE\":{\"VERSION\":3.6,\"osname\":\"Debian\",\"memory\":\"12\",\"New\":[{\"x\":1}]}}",
                "\ufeff{\"Code\":\"A1\",\"Node\":{\"Version\":\"3.6\",\"OSName\":\"Debian\",\"Memory\":12.0,\"IP\":null}}"
            })
    void read_takesAnyCasingAndUnknownNames(String body) {
        var login = Json.WIRE.read(body, LoginInfo.class);

        assertThat(login.code()).isEqualTo("A1");
        assertThat(login.node())
                .extracting(NodeInfo::version, NodeInfo::osName, NodeInfo::memory, NodeInfo::ip)
                .containsExactly("3.6", "Debian", 12L, null);
    }

    @Test
    void read_takesEmptyTextAndNullAsNone_whenANumberIsMeant() {
        var ping = Json.WIRE.read(
                "{\"Memory\":\"\",\"CpuRate\":null,\"Delay\":\"7\",\"Time\":1785637230000}", PingInfo.class);

        assertThat(ping.memory()).isZero();
        assertThat(ping.cpuRate()).isZero();
        assertThat(ping.delay()).isEqualTo(7);
        assertThat(ping.time()).isEqualTo(1_785_637_230_000L);
    }

    @Test
    void read_takesValuesOfAMapOfTexts_ofAnyLength() {
        String text = "\"\\/\b\f\n\r\t\u0001ä€\ud83d\ude00 ".repeat(20_000);
        var info = new ConfigInfo(1, "", "", 1, "", 0, Map.of("long", text, "", "", "k\"", "\\"));

        ConfigInfo read = Json.WIRE.read(Json.WIRE.bytes(info), ConfigInfo.class);

        assertThat(info.equals(read)).isTrue();
        var others = Json.WIRE.read(
                "{\"configs\" : { \"n\" : 1.50 ,\"b\":true, \"none\":null,\"t\": \"\\u00E4\\/\" } }", ConfigInfo.class);
        assertThat(others.configs()).isEqualTo(Map.of("n", "1.50", "b", "true", "t", "ä/"));
        assertThat(Json.WIRE.read("{\"Configs\":null}", ConfigInfo.class).configs())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"Configs\":{\"a\":\"\\x\"}}", "{\"Configs\":{\"a\":\"\\u12\"}}", "{\"Configs\":{\"a\":\"b"})
    void read_refusesWhatIsNoTextOfJson(String body) {
        assertThatThrownBy(() -> Json.WIRE.read(body, ConfigInfo.class)).isInstanceOf(Json.BadJson.class);
    }

    @Test
    void read_holdsUnsigned64BitSizesAtTheMaximum() {
        var ping = Json.WIRE.read("{\"Memory\":18446744073709551615}", PingInfo.class);

        assertThat(ping.memory()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"Delay\":1e999999999}",
                "{\"Delay\":99999999999}",
                "{\"Code\":{}}",
                "nul",
                "{\"Delay\":\"x\"}"
            })
    void read_refusesWithWordsForTheSender_whenTheBodyIsWrong(String body) {
        assertThatThrownBy(() -> Json.WIRE.read(body, PingInfoOrLogin.of(body))).isInstanceOf(Json.BadJson.class);
    }

    @Test
    void read_writesNoNumberOut_thatWouldFillTheMemory() {
        var node = Json.WIRE.read("{\"OSName\":1e999999999,\"Version\":-1e-999999999,\"IP\":1e3}", NodeInfo.class);

        assertThat(node)
                .extracting(NodeInfo::osName, NodeInfo::version, NodeInfo::ip)
                .containsExactly("1E+999999999", "-1E-999999999", "1000");
    }

    /** Which record a broken body is read as; both are lenient in the same way. */
    private static final class PingInfoOrLogin {
        static Class<?> of(String body) {
            return body.contains("Code") ? LoginInfo.class : PingInfo.class;
        }
    }

    @Test
    @Tag("fuzz")
    void read_givesTheRecordOrRefuses_whateverBytesAreWrong() {
        byte[] valid = """
                {"Code":"A1","node":{"Version":"3.6","OSName":"Debian \\u00e9","Memory":12.5,"IP":null,"New":[{"x":-1e3}]}}""".getBytes(StandardCharsets.UTF_8);
        for (int seed : LongRun.rounds(2_000)) {
            var random = new Random(seed);
            byte[] bytes = Arrays.copyOf(valid, valid.length - random.nextInt(4) * random.nextInt(10));
            for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
                boolean syntax = random.nextBoolean();
                bytes[random.nextInt(bytes.length)] =
                        syntax ? SYNTAX[random.nextInt(SYNTAX.length)] : (byte) random.nextInt();
            }
            for (Json json : List.of(Json.WIRE, Json.PEOPLE, Json.TOLERANT)) {
                try {
                    assertThat(json.read(bytes, LoginInfo.class)).isNotNull();
                } catch (Json.BadJson refused) {
                    assertThat(refused).as("seed %s", seed).message().isNotBlank();
                }
            }
        }
    }

    @Test
    void bytes_areCompactPascalCaseAndSayNull() {
        var command = new CommandModel(7, "deploy/publish", null, "", "", null, 0);

        assertThat(new String(Json.WIRE.bytes(command), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"Id\":7,\"Command\":\"deploy/publish\",\"Argument\":null,\"StartTime\":\"\",\"Expire\":\"\","
                                + "\"TraceId\":null,\"Status\":0}");
    }

    @Test
    void people_nameTheUnknownField() {
        assertThatThrownBy(() -> Json.PEOPLE.read("{\"Id\":1,\"Bogus\":2}", CommandModel.class))
                .isInstanceOf(Json.BadJson.class)
                .hasMessageContaining("Bogus");
    }

    @Test
    void readList_takesATopLevelArray() {
        var events =
                Json.WIRE.readList("[{\"id\":1},{\"Id\":\"2\"}]".getBytes(StandardCharsets.UTF_8), CommandModel.class);

        assertThat(events).extracting(CommandModel::id).isEqualTo(List.of(1L, 2L));
    }
}
