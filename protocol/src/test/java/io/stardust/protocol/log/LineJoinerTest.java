package io.stardust.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineJoinerTest {
    private final LineJoiner joiner = new LineJoiner();

    /** The records that {@code output} consists of. */
    private List<String> records(String output) {
        List<StringBuilder> records = new ArrayList<>();
        byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
        joiner.reset();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') continue;
            boolean continues = joiner.continues(bytes, from, i + 1);
            if (!continues) records.add(new StringBuilder());
            records.get(records.size() - 1).append(new String(bytes, from, i + 1 - from, StandardCharsets.UTF_8));
            from = i + 1;
        }
        return records.stream().map(StringBuilder::toString).toList();
    }

    /** Each text is a record of its own, whatever stands before and behind it. */
    private void assertRecords(String... records) {
        assertThat(records(String.join("", records))).containsExactly(records);
    }

    @Test
    void continues_joinsAStackTraceOfLogback_withItsCauses() {
        assertRecords(
                "2026-11-30T07:29:12.001Z  INFO 4711 --- [shop] [           main] c.e.shop.Shop : Started in 1.9 s\n",
                """
                2026-11-30T07:29:13.123Z ERROR 4711 --- [shop] [nio-8080-exec-1] o.a.c.c.C.[.[.[/].[dispatcherServlet]    : Servlet.service() threw exception

                java.lang.IllegalStateException: no stock left
                \tat com.example.shop.Stock.take(Stock.java:31) ~[!/:1.0]
                \tat java.base/java.lang.Thread.run(Thread.java:1474) ~[na:na]
                Caused by: java.sql.SQLException: connection closed
                \tat com.example.shop.Db.ask(Db.java:9) ~[!/:1.0]
                \t... 42 common frames omitted
                \tSuppressed: java.io.IOException: also
                \t\tat com.example.shop.Db.close(Db.java:19) ~[!/:1.0]
                """,
                "2026-11-30T07:29:13.124Z  INFO 4711 --- [shop] [           main] c.e.shop.Shop : next\n");
    }

    @Test
    void continues_joinsAStackTraceOfLog4j_thatHasOnlyTimes() {
        assertRecords(
                """
                07:29:12.001 [main] ERROR com.example.Shop - order 7 failed
                java.io.UncheckedIOException: java.io.IOException: x
                	at com.example.Shop.main(Shop.java:3)
                Caused by: java.io.IOException: x
                	... 1 more
                """,
                "07:29:12.002 [main] WARN  com.example.Shop - again\n",
                "[main] INFO com.example.Shop - simple logger\n");
    }

    @Test
    void continues_joinsAnUncaughtException() {
        assertRecords("ready\n", """
                Exception in thread "main" java.lang.NullPointerException: x is null
                	at com.example.Shop.main(Shop.java:3)
                Caused by: java.lang.Error
                	... 1 more
                """, "bye\n");
    }

    @Test
    void continues_joinsBothLinesOfJavaUtilLogging() {
        assertRecords("""
                Nov 30, 2026 7:29:12 AM com.example.Shop main
                SEVERE: order failed
                java.lang.RuntimeException: x
                	at com.example.Shop.main(Shop.java:3)
                """, """
                Nov 30, 2026 7:29:13 AM com.example.Shop main
                INFO: next
                """, "INFO: a level alone\n");
    }

    @Test
    void continues_joinsATracebackOfPython_withWhatWasRaised() {
        assertRecords(
                "2026-11-30 07:29:12,001 INFO shop: started\n",
                """
                2026-11-30 07:29:12,002 ERROR shop: order 7 failed
                Traceback (most recent call last):
                  File "/srv/shop/main.py", line 10, in take
                    return stock[name]
                           ~~~~~^^^^^^
                KeyError: 'apple'

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "/srv/shop/main.py", line 14, in <module>
                    take("apple")
                shop.errors.NoStock: apple
                """,
                "ERROR:root:the plain format\n",
                "WARNING:root:another\n");
    }

    @Test
    void continues_joinsAnUncaughtTracebackOfPython() {
        assertRecords("starting\n", """
                Traceback (most recent call last):
                  File "/srv/shop/main.py", line 3, in <module>
                    import nothing
                ModuleNotFoundError: No module named 'nothing'
                """, "starting\n");
    }

    @Test
    void continues_joinsAPanicOfGo_withAllItsGoroutines() {
        assertRecords(
                "2026/11/30 07:29:12 listening on :8080\n",
                """
                panic: runtime error: invalid memory address or nil pointer dereference
                [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48e5a1]

                goroutine 1 [running]:
                main.(*Shop).take(...)
                	/srv/shop/main.go:12
                main.main()
                	/srv/shop/main.go:5 +0x1d

                goroutine 18 [IO wait]:
                internal/poll.runtime_pollWait(0x7f1c, 0x72)
                	/usr/lib/go/src/runtime/netpoll.go:345 +0x85
                created by net/http.(*Server).Serve in goroutine 1
                	/usr/lib/go/src/net/http/server.go:3285 +0x4b4
                """,
                "exit status 2\n",
                "{\"level\":\"info\",\"ts\":1764487752.1,\"msg\":\"zap\"}\n",
                "{\"level\":\"info\",\"ts\":1764487752.2,\"msg\":\"zap\"}\n",
                "E1130 07:29:12.001234   12345 shop.go:12] klog\n",
                "time=2026-11-30T07:29:12Z level=INFO msg=slog\n");
    }

    @Test
    void continues_joinsWhatDotNetPrints() {
        assertRecords("""
                info: Microsoft.Hosting.Lifetime[14]
                      Now listening on: http://localhost:5000
                """, """
                fail: Microsoft.AspNetCore.Server.Kestrel[13]
                      Connection id "0HN8": An unhandled exception was thrown by the application.
                      System.InvalidOperationException: no stock
                       ---> System.IO.IOException: disk
                         at Shop.Stock.Read() in /srv/Stock.cs:line 9
                         --- End of inner exception stack trace ---
                         at Shop.Stock.Take() in /srv/Stock.cs:line 31
                """, """
                [07:29:12 ERR] serilog
                System.InvalidOperationException: no stock
                   at Shop.Stock.Take() in /srv/Stock.cs:line 31
                --- End of stack trace from previous location ---
                   at Shop.Program.Main() in /srv/Program.cs:line 3
                """, """
                Unhandled exception. System.Exception: last
                   at Shop.Program.Main() in /srv/Program.cs:line 3
                """);
    }

    @Test
    void continues_joinsWhatNodePrints() {
        assertRecords(
                "info: listening on 3000\n", """
                2026-11-30T07:29:12.001Z error: order failed
                Error [ERR_STOCK]: no stock
                    at take (/srv/shop/index.js:3:9)
                    at Object.<anonymous> (/srv/shop/index.js:7:1) {
                  errno: -111,
                  code: 'ECONNREFUSED'
                }
                """, "2026-11-30T07:29:12.002Z info: next\n", """
                {
                  name: 'printed by console.log',
                  list: [
                    1
                  ]
                }
                """, "listening again\n");
    }

    @Test
    void continues_beginsARecord_withEachLineOfPlainOutput() {
        assertRecords(
                "one\n", "two\n", "java.lang.Strings are text\n", "TypeError: not behind a log line\n", "three\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-30 x",
                "2026/11/30 x",
                "30.11.2026 x",
                "30-Nov-2026 x",
                "[30/Nov/2026:07:29:12] x",
                "07:29:12 x",
                "7:29:12 x",
                "[2026-11-30] x",
                "<2026-11-30> x",
                "20261130T072912 x",
                "1764487752.123 x",
                "Nov 30 07:29:12 host x",
                "Nov  3, 2026 x",
                "INFO x",
                "[INFO] x",
                "ERROR: x",
                "{\"a\":1}",
                "W1130 07:29:12.1 x",
                "level=info x",
                "warn: x",
                "\u001b[2m2026-11-30",
                "\u001b[31m[ERROR]\u001b[0m x"
            })
    void continues_isFalse_whenTheLineBeginsWithATimeOrALevel(String line) {
        assertThat(records("INFO first\nTraceback (most recent call last):\n  File\n" + line + "\n"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.7 - - x",
                "1. first",
                "12 apples",
                "INFORMATION x",
                "Maybe 3 x",
                "2026 was x",
                "INFO_X",
                "May 5",
                "error x",
                "{ x",
                "12345678: x",
                "a.b.C: x",
                "["
            })
    void begins_isFalse_whenTheLineOnlyResemblesOne(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);

        assertThat(LogLine.begins(bytes, 0, bytes.length)).isFalse();
    }

    @Test
    void continues_endsARecord_whenItHasTooManyLines() {
        String frames = "\tat a.B.c(B.java:1)\n".repeat(LineJoiner.MOST_LINES + 10);

        List<String> records = records("INFO x\n" + frames);

        assertThat(records).hasSize(2);
        assertThat(records.get(0).lines()).hasSize(LineJoiner.MOST_LINES);
    }

    @Test
    void continues_endsARecord_whenItHasTooManyBytes() {
        String line = "  " + "x".repeat(300_000) + "\n";

        List<String> records = records("INFO x\n" + line.repeat(5));

        assertThat(records)
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.length()).isLessThanOrEqualTo(LineJoiner.MOST_BYTES));
    }

    @Test
    void continues_readsOnlyItsPart_andWindowsLineEnds() {
        byte[] bytes = "INFO x\r\n\tat y\r\n\r\nINFO z\r\n".getBytes(StandardCharsets.UTF_8);

        assertThat(joiner.continues(bytes, 0, 8)).isFalse();
        assertThat(joiner.continues(bytes, 8, 15)).isTrue();
        assertThat(joiner.continues(bytes, 15, 17)).isTrue();
        assertThat(joiner.continues(bytes, 17, 25)).isFalse();
    }
}
