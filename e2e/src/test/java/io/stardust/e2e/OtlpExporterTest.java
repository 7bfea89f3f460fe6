package io.stardust.e2e;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** OpenTelemetry's SDK and exporter for Java, as they are published, against a real server. */
class OtlpExporterTest {
    @RegisterExtension
    static final World WORLD = new World();

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final int RECORDS = 5_000;

    @Test
    void record_isFound_byAllThatItHas() throws IOException {
        var span = SpanContext.create(TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault());
        try (var shop = new OtlpApp(WORLD, "shop")) {
            shop.logger()
                    .logRecordBuilder()
                    .setContext(Context.root().with(Span.wrap(span)))
                    .setSeverity(Severity.ERROR2)
                    .setBody("payment of order 17 failed")
                    .setAttribute(stringKey("order.id"), "17")
                    .setAttribute(longKey("attempt"), 3L)
                    .setException(new IllegalStateException("no stock"))
                    .emit();
            shop.logger().logRecordBuilder().setBody("all is well").emit();
            shop.flush();
        }

        Doc found = Awaits.value("the record", SOON, () -> found("payment"), list -> list.size() == 1)
                .getFirst();
        assertThat(found.text("message"))
                .startsWith("payment of order 17 failed\njava.lang.IllegalStateException: no stock\n\tat io.stardust");
        for (String q : List.of(
                "level:error",
                "trace:" + TRACE,
                "@order.id:17 @attempt:3",
                "@exception.type:java.lang.IllegalStateException",
                "instance:shop@web1 release:1.4 node:web1 logger:shop.Cart -well")) {
            assertThat(found(q).stream().map(each -> each.text("position")))
                    .as(q)
                    .containsExactly(found.text("position"));
        }
        assertThat(found("level:info").getFirst().text("message")).isEqualTo("all is well");
    }

    @Test
    void everyRecord_isThereOnce_orItsExporterSaysSo_whenTheServerIsKilled() throws IOException {
        var lines = new OtlpApp(WORLD, "lines");
        try (lines) {
            tell(lines, 0, RECORDS / 2);
            Awaits.until(
                    "some are there", SOON, () -> !found("lines", "counted").isEmpty());
            WORLD.server().jvm().kill();
            tell(lines, RECORDS / 2, RECORDS);
            WORLD.server().start();
            lines.flush();
        }

        Set<String> found = new HashSet<>();
        String after = "";
        do {
            Doc page = WORLD.api().get(path("lines", "counted") + after);
            for (Doc each : page.list("items"))
                assertThat(found.add(each.text("message"))).as("%s", each).isTrue();
            after = page.has("next") ? "&after=" + page.text("next") : "";
        } while (!after.isEmpty());
        Set<String> all = IntStream.range(0, RECORDS)
                .mapToObj(OtlpExporterTest::line)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).containsAll(lines.delivered());
        found.addAll(lines.dropped());
        assertThat(found).isEqualTo(all);
        assertThat(lines.delivered()).hasSizeGreaterThan(RECORDS / 2);
    }

    private static String line(int number) {
        return "counted n" + number;
    }

    private static void tell(OtlpApp app, int from, int to) {
        for (int i = from; i < to; i++)
            app.logger().logRecordBuilder().setBody(line(i)).emit();
    }

    private static List<Doc> found(String q) throws IOException {
        return found("shop", q);
    }

    private static List<Doc> found(String app, String q) throws IOException {
        return WORLD.api().get(path(app, q)).list("items");
    }

    private static String path(String app, String q) {
        return "/logs?limit=1000&app=" + app + "&q=" + URLEncoder.encode(q, StandardCharsets.UTF_8);
    }
}
