package io.stardust.server.logs.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintedLinesTest {
    private static final Instant ARRIVAL = Instant.parse("2026-11-30T07:20:00Z");
    private static final Origin ORIGIN = new Origin(7, "shop@node-3", "2.0.1", "node-3");
    private static final PrintedLines UTC = new PrintedLines(ZoneOffset.UTC);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    /** Indented lines go on with the record before them. */
    private static final Joins INDENTED = (bytes, from, to) -> from < to && (bytes[from] == ' ' || bytes[from] == '\t');

    private static final Joins ALL = (bytes, from, to) -> true;

    private static List<LogRecord> read(PrintedLines lines, Joins joins, byte[] bytes) {
        return lines.read(bytes, ORIGIN, ARRIVAL, joins).stream()
                .map(Printed::record)
                .toList();
    }

    private static LogRecord one(String text) {
        List<LogRecord> records = read(UTC, ALL, text.getBytes(StandardCharsets.UTF_8));
        assertThat(records).hasSize(1);
        return records.getFirst();
    }

    /** Time, level, logger, thread and message on one line; {@code -} for what is not known. */
    private static String shown(LogRecord record) {
        String time = record.timeNs() == 0
                ? "-"
                : Instant.ofEpochSecond(0, record.timeNs()).toString();
        return time + " " + record.level() + " " + orDash(record.logger()) + " " + orDash(record.thread()) + " "
                + record.message();
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            # Spring Boot
            2026-11-30T07:18:17.787Z  INFO 123 --- [app] [           main] c.e.Logger                : msg ~ 2026-11-30T07:18:17.787Z INFO c.e.Logger main msg
            2026-11-30T15:18:17.787+08:00 ERROR 123 --- [nio-8080-exec-1] o.a.c.c.C.[Tomcat].[localhost].[/] : went wrong: x ~ 2026-11-30T07:18:17.787Z ERROR o.a.c.c.C.[Tomcat].[localhost].[/] nio-8080-exec-1 went wrong: x
            2026-11-30 07:18:17.787  WARN 123 --- [main] c.e.Logger : - odd ~ 2026-11-30T07:18:17.787Z WARN c.e.Logger main - odd
            # Logback, Log4j2, slf4j-simple
            2026-11-30 07:18:17.787 [main] INFO  c.e.Logger - msg ~ 2026-11-30T07:18:17.787Z INFO c.e.Logger main msg
            07:18:17.787 [main] DEBUG c.e.Logger -- msg ~ 2026-11-30T07:18:17.787Z DEBUG c.e.Logger main msg
            07:18:17.787 [main] ERROR Logger - msg - more ~ 2026-11-30T07:18:17.787Z ERROR Logger main msg - more
            2026-11-30 07:18:17,787 WARN  [pool-1-thread-2] c.e.Logger - msg ~ 2026-11-30T07:18:17.787Z WARN c.e.Logger pool-1-thread-2 msg
            2026-11-30 07:18:17,787 INFO c.e.Logger:12 - msg ~ 2026-11-30T07:18:17.787Z INFO c.e.Logger:12 - msg
            2026-11-30 07:18:17.787 INFO c.e.Logger [main] - msg ~ 2026-11-30T07:18:17.787Z INFO c.e.Logger main msg
            [main] INFO com.example.Foo - msg ~ - INFO com.example.Foo main msg
            INFO  [main] c.e.Logger - msg ~ - INFO c.e.Logger main msg
            # a time and a level are enough, a bracket or a dash are not
            2026-11-30 07:18:17 INFO Starting - now ~ 2026-11-30T07:18:17Z INFO - - Starting - now
            2026-11-30 07:18:17 INFO [Cart] item added ~ 2026-11-30T07:18:17Z INFO - - [Cart] item added
            2026-11-30 07:18:17 [Cart] item added ~ 2026-11-30T07:18:17Z INFO - - [Cart] item added
            2026-11-30 07:18:17 Error reading x ~ 2026-11-30T07:18:17Z INFO - - Error reading x
            2026-11-30 07:18:17 INFO 12 items ~ 2026-11-30T07:18:17Z INFO - - 12 items
            # Tomcat
            30-Nov-2026 07:18:17.787 SEVERE [main] org.apache.catalina.startup.Catalina.start Server failed ~ 2026-11-30T07:18:17.787Z ERROR org.apache.catalina.startup.Catalina.start main Server failed
            # Python, uvicorn, gunicorn, loguru
            2026-11-30 07:18:17,787 - my.name - WARNING - msg ~ 2026-11-30T07:18:17.787Z WARN my.name - msg
            2026-11-30 07:18:17,787 - a - msg ~ 2026-11-30T07:18:17.787Z INFO - - - a - msg
            CRITICAL:root:msg: more ~ - FATAL root - msg: more
            INFO:     127.0.0.1:5 - "GET / HTTP/1.1" 200 OK ~ - INFO - - 127.0.0.1:5 - "GET / HTTP/1.1" 200 OK
            WARNING:  slow ~ - WARN - - slow
            [2026-11-30 07:18:17 +0000] [123] [INFO] Booting worker ~ 2026-11-30T07:18:17Z INFO - 123 Booting worker
            2026-11-30 07:18:17.787 | ERROR    | a.b:main:12 - msg ~ 2026-11-30T07:18:17.787Z ERROR a.b:main:12 - msg
            # Go
            2026/11/30 07:18:17 msg ~ 2026-11-30T07:18:17Z INFO - - msg
            2026/11/30 07:18:17 ERROR: msg ~ 2026-11-30T07:18:17Z ERROR - - msg
            time=2026-11-30T07:18:17.787Z level=WARN msg="a \\"b\\" c" ~ 2026-11-30T07:18:17.787Z WARN - - a "b" c
            I1130 07:18:17.787123   12345 server/main.go:12] msg ~ 2026-11-30T07:18:17.787123Z INFO server/main.go:12 12345 msg
            E1130 07:18:17.787123       1 a.go:7] msg ~ 2026-11-30T07:18:17.787123Z ERROR a.go:7 1 msg
            # .NET, Serilog, NLog, NewLife
            info: A.B.C[0] msg ~ - INFO A.B.C - msg
            [07:18:17 WRN] msg ~ 2026-11-30T07:18:17Z WARN - - msg
            2026-11-30 07:18:17.7870|ERROR|A.B.C|msg | more ~ 2026-11-30T07:18:17.787Z ERROR A.B.C - msg | more
            07:18:17.787  1 N - msg ~ 2026-11-30T07:18:17.787Z INFO - 1 msg
            07:18:17.787 12 Y worker msg ~ 2026-11-30T07:18:17.787Z INFO - worker msg
            # Rust
            [2026-11-30T07:18:17Z INFO  a::b] msg ~ 2026-11-30T07:18:17Z INFO a::b - msg
            2026-11-30T07:18:17.787654Z  WARN a::b: msg ~ 2026-11-30T07:18:17.787654Z WARN a::b - msg
            # nginx, access logs
            2026/11/30 07:18:17 [error] 12#34: *1 open() failed ~ 2026-11-30T07:18:17Z ERROR - 12#34 *1 open() failed
            10.0.0.1 - - [30/Nov/2026:08:18:17 +0100] "GET / HTTP/1.1" 200 5 ~ 2026-11-30T07:18:17Z INFO - - 10.0.0.1 - - [30/Nov/2026:08:18:17 +0100] "GET / HTTP/1.1" 200 5
            # syslog
            <27>Nov 30 07:18:17 host app[12]: msg ~ 2026-11-30T07:18:17Z ERROR app 12 msg
            Nov  3 07:18:17 host app: msg ~ 2026-11-03T07:18:17Z INFO app - msg
            <28>1 2026-11-30T07:18:17.787Z host app 12 id [a@1 b="]"] msg ~ 2026-11-30T07:18:17.787Z WARN app 12 msg
            # of no format
            ERROR: msg ~ - ERROR - - ERROR: msg
            [warn] msg ~ - WARN - - [warn] msg
            DEBUG it works ~ - DEBUG - - DEBUG it works
            Errors are rare ~ - INFO - - Errors are rare
            INFO:http://x ~ - INFO - - INFO:http://x
            {not json} ~ - INFO - - {not json}
            99:99:99.999 [main] INFO a.B - msg ~ - INFO - - 99:99:99.999 [main] INFO a.B - msg
            2026-02-30 07:18:17 INFO msg ~ - INFO - - 2026-02-30 07:18:17 INFO msg
            """)
    void read_takesTheLineApart_whenItsFormatIsKnown(String line, String expected) {
        assertThat(shown(one(line))).isEqualTo(expected);
    }

    @Test
    void read_takesTheTabsOfZap() {
        LogRecord plain = one("2026-11-30T07:18:17.787Z\tinfo\tserver/main.go:12\tmsg\t{\"a\":1}");
        LogRecord named = one("2026-11-30T07:18:17.787Z\tERROR\thttp\tserver/main.go:12\tmsg");

        assertThat(shown(plain)).isEqualTo("2026-11-30T07:18:17.787Z INFO server/main.go:12 - msg\t{\"a\":1}");
        assertThat(shown(named)).isEqualTo("2026-11-30T07:18:17.787Z ERROR http - msg");
        assertThat(named.attributes()).containsExactly(new Attribute("caller", "server/main.go:12"));
    }

    @Test
    void read_takesTwoLinesOfJavaLogging() {
        LogRecord record = one("Nov 30, 2026 7:18:17 PM com.example.Main run\nSEVERE: msg\nmore");

        assertThat(shown(record)).isEqualTo("2026-11-30T19:18:17Z ERROR com.example.Main - msg\nmore");
    }

    @Test
    void read_takesTheLinesOfDotNet() {
        LogRecord record = one("fail: My.Category[13]\n      It failed\n      System.Exception: x\n         at A.B()");

        assertThat(shown(record)).isEqualTo("- ERROR My.Category - It failed\nSystem.Exception: x\n   at A.B()");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            # logstash, ECS flat and nested, pino, bunyan, zap, Serilog, structlog
            {"@timestamp":"2026-11-30T07:18:17.787Z","level":"WARN","logger_name":"a.B","thread_name":"main","message":"msg"} ~ 2026-11-30T07:18:17.787Z WARN a.B main msg
            {"@timestamp":"2026-11-30T07:18:17.787Z","log.level":"error","log.logger":"a.B","process.thread.name":"t","message":"msg"} ~ 2026-11-30T07:18:17.787Z ERROR a.B t msg
            {"@timestamp":"2026-11-30T07:18:17.787Z","log":{"level":"error","logger":"a.B"},"message":"msg"} ~ 2026-11-30T07:18:17.787Z ERROR a.B - msg
            {"level":40,"time":1796023097787,"msg":"msg"} ~ 2026-11-30T07:18:17.787Z WARN - - msg
            {"name":"app","level":50,"msg":"msg","time":"2026-11-30T07:18:17.787Z"} ~ 2026-11-30T07:18:17.787Z ERROR app - msg
            {"level":"info","ts":1796023097.787,"logger":"a.b","msg":"msg"} ~ 2026-11-30T07:18:17.787Z INFO a.b - msg
            {"@t":"2026-11-30T07:18:17.787Z","@m":"msg","@l":"Fatal","SourceContext":"A.B"} ~ 2026-11-30T07:18:17.787Z FATAL A.B - msg
            {"event":"msg","level":"debug","timestamp":"2026-11-30T07:18:17Z"} ~ 2026-11-30T07:18:17Z DEBUG - - msg
            {"status":500,"time":"2026-11-30T07:18:17Z"} ~ 2026-11-30T07:18:17Z INFO - - {"status":500,"time":"2026-11-30T07:18:17Z"}
            """)
    void read_takesTheNamesOfJsonLoggers(String line, String expected) {
        assertThat(shown(one(line))).isEqualTo(expected);
    }

    @Test
    void read_keepsWhatElseJsonSaysAsAttributes() {
        LogRecord record =
                one("{\"msg\":\"m\",\"level\":30,\"pid\":5,\"req\":{\"id\":\"x\",\"tags\":[1, \"a\"]},\"none\":null}");

        assertThat(record.attributes())
                .containsExactly(
                        new Attribute("pid", "5"),
                        new Attribute("req.id", "x"),
                        new Attribute("req.tags", "[1,\"a\"]"));
    }

    @Test
    void read_keepsNoMoreAttributesThanAreBounded() {
        var line = new StringBuilder("{\"msg\":\"m\"");
        for (int i = 0; i < 100; i++)
            line.append(",\"a").append(i).append("\":").append(i);

        assertThat(one(line + "}").attributes()).hasSize(32);
    }

    @Test
    void read_appendsTheStackTrace_unlessTheMessageHasIt() {
        LogRecord appended = one("{\"msg\":\"m\",\"stack_trace\":\"a.B: x\\n\\tat c\"}");
        LogRecord nested = one("{\"msg\":\"m\",\"level\":50,\"err\":{\"type\":\"E\",\"stack\":\"E: x\\n at c\"}}");
        LogRecord there = one("{\"msg\":\"m a.B: x\",\"stack_trace\":\"a.B: x\"}");

        assertThat(appended.message()).isEqualTo("m\na.B: x\n\tat c");
        assertThat(nested.message()).isEqualTo("m\nE: x\n at c");
        assertThat(there.message()).isEqualTo("m a.B: x");
    }

    @Test
    void read_keepsTheLine_whenItsJsonIsBrokenOrTooDeep() {
        String broken = "{\"level\":\"error\",\"msg\":\"x\"";
        String deep = "{\"msg\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

        assertThat(shown(one(broken))).isEqualTo("- INFO - - " + broken);
        assertThat(one(deep).message()).isEqualTo(deep);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            2026-11-30 07:18:17.787  INFO 1 --- [app] [main] [4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7] a.B : msg ~ msg
            2026-11-30 07:18:17.787  INFO [app,4bf92f3577b34da6a3ce929d0e0e4736,00f067aa0ba902b7] 1 --- [main] a.B : msg ~ msg
            2026-11-30 07:18:17.787 [main] INFO  a.B [4bf92f3577b34da6a3ce929d0e0e4736,00f067aa0ba902b7] - msg ~ msg
            2026-11-30 07:18:17.787 [main] INFO  a.B [traceId=4BF92F3577B34DA6A3CE929D0E0E4736] - msg ~ msg
            2026-11-30 07:18:17.787 INFO a.B - msg trace_id=4bf92f3577b34da6a3ce929d0e0e4736 ~ msg trace_id=4bf92f3577b34da6a3ce929d0e0e4736
            {"msg":"msg","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"} ~ msg
            {"msg":"msg","trace":{"id":"4bf92f3577b34da6a3ce929d0e0e4736"}} ~ msg
            level=info msg=msg traceId=4bf92f3577b34da6a3ce929d0e0e4736 ~ msg
            """)
    void read_findsTheTrace(String line, String message) {
        LogRecord record = one(line);

        assertThat(record.trace()).isEqualTo(TRACE);
        assertThat(record.message()).isEqualTo(message);
    }

    @Test
    void read_takesNoOtherHexForATrace() {
        assertThat(one("trace_id=4bf92f3577b34da6a3ce929d0e0e47360 x").trace()).isEmpty();
        assertThat(one("trace_id=00000000000000000000000000000000 x").trace()).isEmpty();
        assertThat(one("trace_id=4bf92f35").trace()).isEmpty();
    }

    @Test
    void read_joinsLinesAndTellsWhereEachRecordBegins() {
        byte[] bytes = "first\r\n  more\r\n\r\nsecond\n\tat x\nthird".getBytes(StandardCharsets.UTF_8);

        List<Printed> records = UTC.read(bytes, ORIGIN, ARRIVAL, INDENTED);

        assertThat(records)
                .extracting(printed -> printed.record().message())
                .containsExactly("first\n  more", "second\n\tat x", "third");
        assertThat(records).extracting(Printed::offset).containsExactly(0, 17, 30);
    }

    @Test
    void read_keepsTheStackTraceBehindTheMessage() {
        LogRecord record = one("2026-11-30 07:18:17.787 [main] ERROR c.e.Logger - msg\na.B: x\n\tat c.D(E.java:1)");

        assertThat(record.message()).isEqualTo("msg\na.B: x\n\tat c.D(E.java:1)");
    }

    @Test
    void read_saysWhoPrinted() {
        LogRecord record = one("x");

        assertThat(record)
                .isEqualTo(
                        new LogRecord(0, Level.INFO, 7, "shop@node-3", "2.0.1", "node-3", "", "", "", "x", List.of()));
    }

    @Test
    void read_takesTimesInTheZoneOfTheProgram() {
        var lines = new PrintedLines(ZoneId.of("Asia/Shanghai"));
        byte[] bytes = """
                2026-11-30 15:18:17.787 INFO a
                15:18:17.787 INFO a
                23:50:00.000 INFO a
                """.getBytes(StandardCharsets.UTF_8);

        assertThat(read(lines, INDENTED, bytes))
                .extracting(record -> Instant.ofEpochSecond(0, record.timeNs()).toString())
                .containsExactly("2026-11-30T07:18:17.787Z", "2026-11-30T07:18:17.787Z", "2026-11-30T15:50:00Z");
    }

    @Test
    void read_datesATimeByTheNearestDay_whenMidnightIsBetween() {
        byte[] bytes = "23:59:59.900 INFO a\n".getBytes(StandardCharsets.UTF_8);
        Instant arrival = Instant.parse("2026-12-01T00:00:01Z");

        LogRecord record = UTC.read(bytes, ORIGIN, arrival, INDENTED).getFirst().record();

        assertThat(Instant.ofEpochSecond(0, record.timeNs())).isEqualTo("2026-11-30T23:59:59.900Z");
    }

    @Test
    void read_datesAYearlessTimeByTheNearestYear() {
        byte[] bytes = "Dec 31 23:59:59 host app: x\n".getBytes(StandardCharsets.UTF_8);
        Instant arrival = Instant.parse("2027-01-01T00:00:01Z");

        LogRecord record = UTC.read(bytes, ORIGIN, arrival, INDENTED).getFirst().record();

        assertThat(Instant.ofEpochSecond(0, record.timeNs())).isEqualTo("2026-12-31T23:59:59Z");
    }

    @Test
    void read_takesColoursAway() {
        LogRecord record = one("\u001b[2m2026-11-30T07:18:17.787Z\u001b[0;39m \u001b[32m INFO\u001b[0;39m 1 --- [main]"
                + " \u001b[36mc.e.Logger\u001b[0;39m : msg \u001b]0;title\u0007!");

        assertThat(shown(record)).isEqualTo("2026-11-30T07:18:17.787Z INFO c.e.Logger main msg !");
    }

    @Test
    void read_makesControlCharactersHarmless() {
        assertThat(one("a\0b\u0008c\td\u202Ee").message()).isEqualTo("a\uFFFDb\uFFFDc\td\uFFFDe");
        assertThat(one("10%\r20%").message()).isEqualTo("10%\n20%");
        assertThat(one("{\"msg\":\"a\\u001b[31mb\\u0000\"}").message()).isEqualTo("ab\uFFFD");
    }

    @Test
    void read_readsEachLineInItsEncoding() {
        byte[] utf8 = "ERROR 服务启动失败 — ü\n".getBytes(StandardCharsets.UTF_8);
        byte[] gbk = "错误: 找不到或无法加载主类\n".getBytes(Charset.forName("GBK"));
        byte[] both = new byte[utf8.length + gbk.length];
        System.arraycopy(utf8, 0, both, 0, utf8.length);
        System.arraycopy(gbk, 0, both, utf8.length, gbk.length);

        assertThat(read(UTC, INDENTED, both))
                .extracting(LogRecord::message)
                .containsExactly("ERROR 服务启动失败 — ü", "错误: 找不到或无法加载主类");
        assertThat(read(UTC, ALL, both))
                .extracting(LogRecord::message)
                .containsExactly("ERROR 服务启动失败 — ü\n错误: 找不到或无法加载主类");
    }

    @Test
    void read_keepsUtf8_whenItsLastCharacterWasCutOff() {
        byte[] bytes = "服务启动".getBytes(StandardCharsets.UTF_8);
        byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 1);

        assertThat(read(UTC, ALL, cut)).extracting(LogRecord::message).containsExactly("服务启\uFFFD");
    }

    @Test
    void read_showsBinaryAsReplacement() {
        byte[] bytes = {'a', (byte) 0xFF, (byte) 0xFE, 0, 'b', (byte) 0xFF, '\n'};

        assertThat(read(UTC, ALL, bytes)).extracting(LogRecord::message).containsExactly("a\uFFFD\uFFFD\uFFFDb\uFFFD");
    }

    @Test
    void read_cutsAMessageAtACharacter_whenItIsTooLong() {
        LogRecord record = one("2026-11-30 07:18:17 INFO " + "界".repeat(400_000));

        assertThat(record.message()).startsWith("界".repeat(349_525) + " … (").endsWith(" … (151425 more bytes)");
        assertThat(one("x".repeat(1 << 20)).message()).hasSize(1 << 20);
    }

    @Test
    void read_givesNothing_whenNothingWasPrinted() {
        assertThat(read(UTC, INDENTED, new byte[0])).isEmpty();
        assertThat(read(UTC, INDENTED, "\n\r\n  \n".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }
}
