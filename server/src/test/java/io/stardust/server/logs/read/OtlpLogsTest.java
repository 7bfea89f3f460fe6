package io.stardust.server.logs.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.logs.read.ProtobufLogs.Message;
import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpLogsTest {
    private static final long TIME = 1_796_023_097_787_000_000L;
    private static final Origin ORIGIN = new Origin(7, "unknown", "", "node-1");
    private static final OtlpLogs LOGS = new OtlpLogs(Set.of("k8s.pod.name"));
    private static final LogRecord GOLDEN = new LogRecord(
            TIME,
            Level.WARN,
            7,
            "shop@node-3",
            "2.0.1",
            "node-3",
            "c.e.Logger",
            "main",
            "4bf92f3577b34da6a3ce929d0e0e4736",
            "msg\nE: x\n\tat y",
            List.of(
                    new Attribute("a", "1"),
                    new Attribute("b", "{\"c\":[true,2.5,\"d\\\"\"]}"),
                    new Attribute("exception.type", "E"),
                    new Attribute("k8s.pod.name", "pod-1")));
    private static final String GOLDEN_JSON = """
            {"resourceLogs":[{"resource":{"attributes":[
              {"key":"service.name","value":{"stringValue":"other"}},
              {"key":"service.instance.id","value":{"stringValue":"shop@node-3"}},
              {"key":"service.version","value":{"stringValue":"2.0.1"}},
              {"key":"host.name","value":{"stringValue":"node-3"}},
              {"key":"k8s.pod.name","value":{"stringValue":"pod-1"}}],"droppedAttributesCount":1},
             "scopeLogs":[{"scope":{"name":"c.e.Logger","version":"1"},"logRecords":[{
               "timeUnixNano":"1796023097787000000","observedTimeUnixNano":"1796023097788000000",
               "severityNumber":13,"severityText":"warn","body":{"stringValue":"msg"},"new":{"x":[{}]},
               "attributes":[{"key":"thread.name","value":{"stringValue":"main"}},
                 {"key":"a","value":{"intValue":"1"}},
                 {"key":"b","value":{"kvlistValue":{"values":[{"key":"c","value":{"arrayValue":{"values":[
                   {"boolValue":true},{"doubleValue":2.5},{"stringValue":"d\\""}]}}}]}}},
                 {"key":"exception.type","value":{"stringValue":"E"}},
                 {"key":"exception.stacktrace","value":{"stringValue":"E: x\\n\\tat y"}}],
               "flags":1,"traceId":"4BF92F3577B34DA6A3CE929D0E0E4736","spanId":"00f067aa0ba902b7"}],
               "schemaUrl":"s"}]}]}
            """;

    private static OtlpLogs.Read json(String body) {
        return LOGS.json(body.getBytes(StandardCharsets.UTF_8), ORIGIN);
    }

    private static OtlpLogs.Read protobuf(Message request) {
        return LOGS.protobuf(request.bytes(), ORIGIN);
    }

    /** A request of one record. */
    private static String withRecord(String record) {
        return "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[" + record + "]}]}]}";
    }

    private static Message goldenProtobuf() {
        return ProtobufLogs.request(
                ProtobufLogs.resource(
                        "service.instance.id",
                        "shop@node-3",
                        "service.version",
                        "2.0.1",
                        "host.name",
                        "node-3",
                        "k8s.pod.name",
                        "pod-1"),
                "c.e.Logger",
                goldenRecord());
    }

    private static Message goldenRecord() {
        Message list = new Message()
                .message(1, new Message().varint(2, 1))
                .message(1, new Message().fixed64(4, Double.doubleToLongBits(2.5)))
                .message(1, ProtobufLogs.text("d\""));
        Message entries = new Message().message(1, ProtobufLogs.entry("c", new Message().message(5, list)));
        return new Message()
                .fixed64(1, TIME)
                .varint(2, 13)
                .text(3, "warn")
                .message(5, ProtobufLogs.text("msg"))
                .message(6, ProtobufLogs.entry("thread.name", ProtobufLogs.text("main")))
                .message(6, ProtobufLogs.entry("a", new Message().varint(3, 1)))
                .message(6, ProtobufLogs.entry("b", new Message().message(6, entries)))
                .message(6, ProtobufLogs.entry("exception.type", ProtobufLogs.text("E")))
                .message(6, ProtobufLogs.entry("exception.stacktrace", ProtobufLogs.text("E: x\n\tat y")))
                .fixed32(8, 1)
                .bytes(9, ProtobufLogs.TRACE)
                .bytes(10, new byte[8])
                .fixed64(11, TIME + 1)
                .text(99, "of a later version");
    }

    @Test
    void json_isReadAsTheSpecificationSays() {
        OtlpLogs.Read read = json(GOLDEN_JSON);

        assertThat(read.records()).containsExactly(GOLDEN);
        assertThat(read.unread()).isZero();
        assertThat(read.fault()).isEmpty();
    }

    @Test
    void protobuf_isReadAsTheSpecificationSays() {
        assertThat(protobuf(goldenProtobuf()).records()).containsExactly(GOLDEN);
    }

    @Test
    void protobuf_isReadInAnyOrderOfItsFields() {
        Message scope = new Message().message(2, goldenRecord()).message(1, new Message().text(1, "c.e.Logger"));
        Message resource = ProtobufLogs.resource(
                "service.instance.id",
                "shop@node-3",
                "service.version",
                "2.0.1",
                "host.name",
                "node-3",
                "k8s.pod.name",
                "pod-1");
        Message request =
                new Message().message(1, new Message().message(2, scope).message(1, resource));

        assertThat(protobuf(request).records()).containsExactly(GOLDEN);
    }

    @Test
    void json_isReadInAnyOrderOfItsNames() {
        OtlpLogs.Read read = json("""
                {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"m"}}],"scope":{"name":"s"}}],
                 "resource":{"attributes":[{"value":{"stringValue":"i"},"key":"service.instance.id"}]}}]}""");

        assertThat(read.records()).extracting(LogRecord::logger).containsExactly("s");
        assertThat(read.records()).extracting(LogRecord::instance).containsExactly("i");
    }

    @Test
    void resource_andScopeEndWithTheirRecords() {
        Message first = new Message()
                .message(1, ProtobufLogs.resource("service.instance.id", "i"))
                .message(2, ProtobufLogs.scopeLogs("s", new Message()));
        Message second = new Message().message(2, new Message().message(2, new Message()));

        List<LogRecord> records =
                protobuf(new Message().message(1, first).message(1, second)).records();

        assertThat(records).extracting(LogRecord::instance).containsExactly("i", "unknown");
        assertThat(records).extracting(LogRecord::logger).containsExactly("s", "");
        assertThat(records).extracting(LogRecord::node).containsOnly("node-1");
    }

    @ParameterizedTest
    @CsvSource({
        "1,TRACE",
        "4,TRACE",
        "5,DEBUG",
        "9,INFO",
        "12,INFO",
        "13,WARN",
        "17,ERROR",
        "20,ERROR",
        "21,FATAL",
        "24,FATAL"
    })
    void severity_isTheLevel(int severity, Level level) {
        assertThat(json(withRecord("{\"severityNumber\":" + severity + ",\"severityText\":\"debug\"}"))
                        .records())
                .extracting(LogRecord::level)
                .containsExactly(level);
    }

    @ParameterizedTest
    @CsvSource({"Error,ERROR", "warning,WARN", "Information,INFO", "odd,INFO", "'',INFO"})
    void severityText_isTheLevel_whenThereIsNoNumber(String text, Level level) {
        assertThat(json(withRecord("{\"severityNumber\":25,\"severityText\":\"" + text + "\"}"))
                        .records())
                .extracting(LogRecord::level)
                .containsExactly(level);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            {"stringValue":"m"} ~ m
            {"intValue":"-5"} ~ -5
            {"intValue":5} ~ 5
            {"boolValue":false} ~ false
            {"doubleValue":"NaN"} ~ NaN
            {"bytesValue":"AQI="} ~ AQI=
            {"arrayValue":{"values":[{"intValue":"1"},{},{"doubleValue":"NaN"},{"bytesValue":"AQI="}]}} ~ [1,null,"NaN","AQI="]
            {"kvlistValue":{"values":[]}} ~ {}
            {"arrayValue":null} ~ []
            "plain" ~ plain
            """)
    void body_isTheMessageWhateverItsKind(String body, String message) {
        assertThat(json(withRecord("{\"body\":" + body + "}")).records())
                .extracting(LogRecord::message)
                .containsExactly(message);
    }

    @Test
    void body_isTheEventOrTheException_whenItIsEmpty() {
        String exception = "{\"attributes\":[{\"key\":\"exception.type\",\"value\":{\"stringValue\":\"E\"}},"
                + "{\"key\":\"exception.message\",\"value\":{\"stringValue\":\"x\"}}]}";

        assertThat(json(withRecord("{\"eventName\":\"cart.emptied\"}," + exception))
                        .records())
                .extracting(LogRecord::message)
                .containsExactly("cart.emptied", "E: x");
    }

    @Test
    void time_isThatOfObservation_whenThereIsNoOther() {
        List<LogRecord> records = json(withRecord("{\"timeUnixNano\":0,\"observedTimeUnixNano\":7},"
                        + "{\"timeUnixNano\":\"18446744073709551615\"},{\"timeUnixNano\":1.796023097787e18},{}"))
                .records();

        assertThat(records).extracting(LogRecord::timeNs).containsExactly(7L, 0L, TIME, 0L);
    }

    @Test
    void trace_isNone_whenItIsNoId() {
        assertThat(json(withRecord("{\"traceId\":\"\"},{\"traceId\":\"xyz\"},{\"traceId\":\"" + "0".repeat(32) + "\"}"))
                        .records())
                .extracting(LogRecord::trace)
                .containsExactly("", "", "");
    }

    @Test
    void attributes_areBoundedInNumberAndSize() {
        String attributes = String.join(
                ",",
                IntStream.range(0, 100)
                        .mapToObj(i -> "{\"key\":\"" + "k".repeat(300) + i + "\",\"value\":{\"stringValue\":\""
                                + "v".repeat(9_000) + "\"}}")
                        .toList());

        LogRecord record = json(withRecord("{\"attributes\":[" + attributes + "]}"))
                .records()
                .getFirst();

        assertThat(record.attributes()).hasSize(64).allSatisfy(attribute -> {
            assertThat(attribute.name()).startsWith("kkk").hasSizeLessThan(290);
            assertThat(attribute.value()).endsWith(" … (808 more bytes)");
        });
    }

    @Test
    void message_isCut_whenItIsTooLong() {
        Message record = new Message().message(5, ProtobufLogs.text("x".repeat(3_000_000)));

        assertThat(protobuf(ProtobufLogs.request(new Message(), "", record))
                        .records()
                        .getFirst()
                        .message())
                .hasSize((1 << 20) + " … (1951424 more bytes)".length())
                .endsWith("x … (1951424 more bytes)");
    }

    @Test
    void record_isCountedAndLeftOut_whenItAloneIsBroken() {
        Message broken = new Message().raw(new byte[] {0x2A, 0x7F, 1}); // a body longer than its record
        Message good = new Message().message(5, ProtobufLogs.text("good"));
        Message request = new Message()
                .message(
                        1,
                        new Message()
                                .message(2, new Message().message(2, broken).message(2, good)));

        for (OtlpLogs.Read read : List.of(
                protobuf(request),
                json(withRecord("{\"timeUnixNano\":\"soon\"},{\"body\":{\"stringValue\":\"good\"}}")),
                json(withRecord("5,{\"body\":{\"stringValue\":\"good\"}}")))) {
            assertThat(read.records()).extracting(LogRecord::message).containsExactly("good");
            assertThat(read.unread()).isEqualTo(1);
            assertThat(read.fault()).startsWith("record 1: ");
        }
    }

    @Test
    void record_isCountedAndLeftOut_whenItsValuesAreTooDeep() {
        String json = "{\"arrayValue\":{\"values\":[".repeat(33) + "]}}".repeat(33);
        Message value = new Message();
        for (int i = 0; i < 33; i++) value = new Message().message(5, new Message().message(1, value));
        Message record = new Message().message(5, value);

        for (OtlpLogs.Read read : List.of(
                json(withRecord("{\"body\":" + json + "},{}")),
                protobuf(ProtobufLogs.request(new Message(), "", record, new Message())))) {
            assertThat(read.records()).hasSize(1);
            assertThat(read.fault()).contains("more than 32 deep");
        }
    }

    @Test
    void values_areRead_whenTheyAreAsDeepAsIsAllowed() {
        String json = "{\"arrayValue\":{\"values\":[".repeat(31) + "{\"intValue\":1}" + "]}}".repeat(31);

        assertThat(json(withRecord("{\"body\":" + json + "}")).records())
                .extracting(LogRecord::message)
                .containsExactly("[".repeat(31) + "1" + "]".repeat(31));
    }

    @Test
    void records_behindTheBoundAreCounted() {
        Message scope = new Message();
        for (int i = 0; i < OtlpLogs.MOST_RECORDS + 5; i++) scope.message(2, new Message());

        OtlpLogs.Read read = protobuf(new Message().message(1, new Message().message(2, scope)));

        assertThat(read.records()).hasSize(OtlpLogs.MOST_RECORDS);
        assertThat(read.unread()).isEqualTo(5);
        assertThat(read.fault()).contains("more than 100000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "nul",
                "{\"resourceLogs\":{}}",
                "{\"resourceLogs\":[5]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":]}]}]}",
                "{\"resourceLogs\":[]} x",
                "{\"resourceLogs\":[{\"resource\":{\"attributes\":[{\"key\":\"\\x\"}]}}]}",
                "{\"resourceLogs\":[{\"resource\":{\"attributes\":[{\"key\":\"\\u12\"}]}}]}",
                "{\"a\":\"open",
                "{\"a\":\"open\\",
                "{\"a\" 1}",
                "{\"a\":1,}",
            })
    void json_isRefusedWithWordsForTheSender_whenItIsNone(String body) {
        assertThatThrownBy(() -> json(body)).isInstanceOf(BadLogs.class).hasMessageContaining("character");
    }

    @Test
    void json_isRefused_whenItIsNestedWithoutEnd() {
        assertThatThrownBy(() -> json("{\"a\":" + "[".repeat(1_000_000)))
                .isInstanceOf(BadLogs.class)
                .hasMessageContaining("levels");
    }

    @Test
    void json_isReadWithAByteOrderMarkAndWithoutRecords() {
        assertThat(json("\uFEFF {} ").records()).isEmpty();
        assertThat(json("{\"resourceLogs\":null}").records()).isEmpty();
    }

    @Test
    void protobuf_isRefused_whenItEndsTooEarly() {
        byte[] bytes = goldenProtobuf().bytes();

        for (int length = 1; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> LOGS.protobuf(cut, ORIGIN))
                    .as("%s bytes", length)
                    .isInstanceOf(BadLogs.class)
                    .hasMessageContaining("at byte ");
        }
        assertThat(LOGS.protobuf(new byte[0], ORIGIN).records()).isEmpty();
    }

    @Test
    void protobuf_isRefused_whenItIsSomethingElse() {
        assertThatThrownBy(() -> LOGS.protobuf(GOLDEN_JSON.getBytes(StandardCharsets.UTF_8), ORIGIN))
                .isInstanceOf(BadLogs.class);
        byte[] groups = new byte[100_000]; // that begin within each other
        Arrays.fill(groups, (byte) 0x0B);
        assertThatThrownBy(() -> LOGS.protobuf(groups, ORIGIN)).isInstanceOf(BadLogs.class);
        byte[] groupEnd = {0x0C};
        assertThatThrownBy(() -> LOGS.protobuf(groupEnd, ORIGIN)).isInstanceOf(BadLogs.class);
    }
}
