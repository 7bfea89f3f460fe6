package io.stardust.server.logs.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.house.LongRun;
import io.stardust.protocol.Printable;
import io.stardust.server.logs.read.ProtobufLogs.Message;
import io.stardust.telemetry.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever bytes come, the readers give records within their bounds or refuse in words. */
@Tag("fuzz")
class ReadersFuzzTest {
    private static final Instant ARRIVAL = Instant.parse("2026-11-30T07:20:00Z");
    private static final PrintedLines LINES = new PrintedLines(ZoneId.of("Asia/Shanghai"));
    private static final NetworkLog NETWORK = new NetworkLog(ZoneId.of("Asia/Shanghai"));
    private static final OtlpLogs OTLP = new OtlpLogs(Set.of("a"));
    private static final byte[] SYNTAX = "{}[]\",:\\0e-|#.= \n\t<>IZ".getBytes(StandardCharsets.UTF_8);

    private static final List<String> PRINTED = List.of(
            "2026-11-30T07:18:17.787Z  INFO 123 --- [app] [main] [4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7] a.B : m\n",
            "2026-11-30 07:18:17.787 [main] INFO  c.e.Logger - msg\n",
            "2026-11-30 07:18:17,787 - name - WARNING - msg\nERROR:root:x\nINFO:     x\n",
            "{\"@timestamp\":\"2026-11-30T07:18:17Z\",\"log\":{\"level\":\"warn\"},\"msg\":\"a\\u0041\\n\",\"x\":[1,{\"y\":null}]}\n",
            "time=2026-11-30T07:18:17.787Z level=WARN msg=\"a \\\"b\\\" c\" trace_id=4bf92f3577b34da6a3ce929d0e0e4736\n",
            "I1130 07:18:17.787123   12345 file.go:12] msg\nNov 30, 2026 7:18:17 AM a.B c\nINFO: msg\n",
            "<28>1 2026-11-30T07:18:17.787Z host app 12 id [a b=\"]\"] msg\nNov  3 07:18:17 host app[1]: msg\n",
            "[2026-11-30T07:18:17Z INFO  a::b] msg\n[07:18:17 WRN] msg\n[2026-11-30 07:18:17 +0000] [1] [INFO] m\n",
            "2026/11/30 07:18:17 [error] 12#34: x\n30-Nov-2026 07:18:17.787 INFO [main] a.B.c m\n",
            "2026-11-30 07:18:17.7870|ERROR|A.B|msg\n07:18:17.787  1 N - 中文\ninfo: A.B[0]\n      m\n",
            "2026-11-30T07:18:17Z\tinfo\ta/b.go:1\tm\n1.2.3.4 - - [30/Nov/2026:07:18:17 +0000] \"GET / HTTP/1.1\" 200\n");

    @Test
    void read_givesRecords_whateverWasPrinted() {
        for (int seed : LongRun.rounds(5_000)) {
            var random = new Random(seed);
            byte[] bytes =
                    damaged(PRINTED.get(random.nextInt(PRINTED.size())).getBytes(StandardCharsets.UTF_8), random);
            Joins joins = random.nextBoolean() ? (_, _, _) -> false : (_, _, _) -> random.nextBoolean();

            List<Printed> records = LINES.read(bytes, Origin.of(1), ARRIVAL, joins);

            assertThat(records).as("seed %s", seed).allSatisfy(printed -> {
                assertThat(printed.offset()).isBetween(0, bytes.length - 1);
                assertThat(Printable.isLines(printed.record().message())).isTrue();
                assertThat(printed.record().timeNs()).isNotNegative();
            });
            assertThat(NETWORK.read(bytes, Origin.of(1), ARRIVAL))
                    .as("seed %s", seed)
                    .allSatisfy(record ->
                            assertThat(Printable.isLines(record.message())).isTrue());
        }
    }

    @Test
    void json_givesRecordsOrRefuses_whateverBytesAreWrong() {
        byte[] valid = """
                {"resourceLogs":[{"resource":{"attributes":[{"key":"a","value":{"stringValue":"b"}}]},"scopeLogs":[{
                "scope":{"name":"s"},"logRecords":[{"timeUnixNano":"1796023097787000000","severityNumber":9,"body":{
                "kvlistValue":{"values":[{"key":"c","value":{"arrayValue":{"values":[{"intValue":"1"},{}]}}}]}},
                "traceId":"4bf92f3577b34da6a3ce929d0e0e4736","attributes":[{"key":"d","value":{"doubleValue":1e3}}]}]}]}]}
                """.getBytes(StandardCharsets.UTF_8);

        fuzz(valid, bytes -> OTLP.json(bytes, Origin.of(1)));
    }

    @Test
    void protobuf_givesRecordsOrRefuses_whateverBytesAreWrong() {
        Message list = new Message().message(1, new Message().varint(3, -1)).message(1, ProtobufLogs.text("x"));
        Message record = new Message()
                .fixed64(1, 1_796_023_097_787_000_000L)
                .varint(2, 9)
                .message(5, new Message().message(5, list))
                .message(6, ProtobufLogs.entry("a", ProtobufLogs.text("b")))
                .bytes(9, ProtobufLogs.TRACE);
        byte[] valid = ProtobufLogs.request(ProtobufLogs.resource("a", "b"), "scope", record, record)
                .bytes();

        fuzz(valid, bytes -> OTLP.protobuf(bytes, Origin.of(1)));
    }

    private static void fuzz(byte[] valid, Function<byte[], OtlpLogs.Read> reader) {
        for (int seed : LongRun.rounds(5_000)) {
            byte[] bytes = damaged(valid, new Random(seed));
            try {
                OtlpLogs.Read read = reader.apply(bytes);
                assertThat(read.records())
                        .as("seed %s", seed)
                        .extracting(LogRecord::app)
                        .allMatch(app -> app == 1);
                assertThat(read.fault().isEmpty()).as("seed %s", seed).isEqualTo(read.unread() == 0);
            } catch (BadLogs refused) {
                assertThat(refused).as("seed %s", seed).message().isNotBlank();
            }
        }
    }

    private static byte[] damaged(byte[] valid, Random random) {
        byte[] bytes = Arrays.copyOf(valid, valid.length - random.nextInt(4) * random.nextInt(10));
        for (int changes = random.nextInt(6); changes > 0; changes--) {
            boolean syntax = random.nextBoolean();
            bytes[random.nextInt(bytes.length)] =
                    syntax ? SYNTAX[random.nextInt(SYNTAX.length)] : (byte) random.nextInt();
        }
        return bytes;
    }
}
