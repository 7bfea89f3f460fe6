package io.stardust.server.logs;

import static io.stardust.server.ServerUnderTest.await;
import static io.stardust.server.logs.TestLogs.around;
import static io.stardust.server.logs.TestLogs.encoded;
import static io.stardust.server.logs.TestLogs.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Guest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.live.TestStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people ask of logs, over HTTP. */
class LogSearchTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestLogs shop;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Duration.ofMillis(200));
        shop = new TestLogs(server, "shop", 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void page_isTheNewestFirst_andGoesOn() {
        shop.say("INFO", "one", "two", "three");

        Reply first = TestLogs.search(server, server.admin, "app=shop&limit=2");
        assertThat(messages(first)).containsExactly("three", "two");
        Reply next = TestLogs.search(server, server.admin, "app=shop&limit=2&after=" + first.text("next"));
        assertThat(messages(next)).containsExactly("one");
        assertThat(next.at("next")).isNull();
        assertThat(messages(TestLogs.search(server, server.admin, "app=" + shop.id + "&order=oldest")))
                .containsExactly("one", "two", "three");
    }

    @Test
    void records_areFound_byWordLevelAndFields() {
        shop.send(
                Map.of("service.instance.id", "shop@web1", "service.version", "1.4", "host.name", "web1"),
                List.of(shop.line("INFO", "order 17 paid", 0), shop.line("ERROR", "payment reset by peer", 1)));

        assertThat(messages(shop.search("reset"))).containsExactly("payment reset by peer");
        assertThat(messages(shop.search("\"reset by\""))).hasSize(1);
        assertThat(messages(shop.search("level:info"))).containsExactly("order 17 paid");
        assertThat(messages(shop.search("release:1.4 node:web1 instance:shop@web1 logger:shop.Cart")))
                .hasSize(2);
        assertThat(messages(shop.search("-paid /re.et/"))).containsExactly("payment reset by peer");
        Reply found = shop.search("paid");
        assertThat(found.at("items.0.release")).isEqualTo("1.4");
        assertThat(found.at("items.0.level")).isEqualTo("info");
        assertThat(found.at("items.0.app")).isEqualTo("shop");
        assertThat(found.number("items.0.time")).isEqualTo(server.clock.millis());
    }

    @Test
    void records_outliveARestart() {
        shop.say("INFO", "before the restart");
        server.restart();
        shop.say("INFO", "after it");

        assertThat(messages(shop.search(null))).containsExactlyInAnyOrder("before the restart", "after it");
    }

    @Test
    void records_ofOtherProjects_areNotThere() {
        Guest guest = server.guest("other", "viewer");
        TestLogs theirs = new TestLogs(server, "theirs", guest.project());
        shop.say("INFO", "ours");
        theirs.say("INFO", "theirs");

        assertThat(messages(TestLogs.search(server, guest.token(), ""))).containsExactly("theirs");
        assertThat(TestLogs.search(server, guest.token(), "app=shop").status()).isEqualTo(404);
        assertThat(TestLogs.search(server, guest.token(), "app=nothing").at("detail"))
                .isEqualTo("no app nothing");
        String position = shop.search(null).text("items.0.position");
        assertThat(server.api("GET", "/logs/around?position=" + position, null, guest.token())
                        .status())
                .isEqualTo(404);
        Reply volume = server.api("GET", "/logs/volume", null, guest.token());
        assertThat(volume.at("apps.1")).isNull();
        assertThat(volume.at("classes.0.name")).isEqualTo("standard");
        assertThat(volume.at("classes.0.bytes")).isNull();
        assertThat(server.api("GET", "/logs/histogram?" + around(server), null, guest.token())
                        .number("total"))
                .isEqualTo(1);
    }

    @Test
    void query_isRefusedInWords_whenItCannotBeRead() {
        assertThat(shop.search("level:loud").at("detail"))
                .isEqualTo(
                        "q: at character 7: expected a level (trace, debug, info, warn, error, fatal), found 'loud'");
        assertThat(shop.search("/(/").status()).isEqualTo(400);
        assertThat(server.api("GET", "/logs?from=9&to=3", null).at("detail"))
                .isEqualTo("from: 9 (expected: before to, 3)");
        assertThat(server.api("GET", "/logs?after=x", null).status()).isEqualTo(400);
        String last = Long.MAX_VALUE + ".0.1.1.0.1";
        assertThat(server.api("GET", "/logs/around?position=" + last, null).status())
                .isEqualTo(400);
        for (String path : List.of("/logs?to=", "/logs/histogram?from=0&to=", "/logs/patterns?newSince=")) {
            assertThat(server.api("GET", path + 9_223_372_036_854L, null).status())
                    .as(path)
                    .isEqualTo(400);
            assertThat(server.api("GET", path + 9_000_000_000_000L, null).status())
                    .as(path)
                    .isEqualTo(200);
        }
        assertThat(server.api("GET", "/logs?order=sideways", null).status()).isEqualTo(400);
    }

    @Test
    void histogram_countsByLevel() {
        shop.say("INFO", "a", "b");
        shop.say("ERROR", "c");

        Reply counted = server.api("GET", "/logs/histogram?buckets=10&" + around(server), null);
        assertThat(counted.number("total")).isEqualTo(3);
        assertThat(counted.number("bucketMs")).isEqualTo(600_000);
        List<?> buckets = (List<?>) Objects.requireNonNull(counted.at("buckets"));
        assertThat(buckets).hasSizeLessThanOrEqualTo(11);
        List<?> now = buckets.stream()
                .map(List.class::cast)
                .filter(bucket -> !bucket.equals(List.of(0L, 0L, 0L, 0L, 0L, 0L)))
                .toList();
        assertThat(now.toString()).isEqualTo("[[0, 0, 2, 0, 1, 0]]");
    }

    @Test
    void values_areCounted() {
        shop.send(Map.of("host.name", "web1"), List.of(shop.line("INFO", "a", 0), shop.line("INFO", "b", 1)));
        shop.send(Map.of("host.name", "web2"), List.of(shop.line("INFO", "c", 2)));

        Reply values = server.api("GET", "/logs/values?field=node&" + around(server), null);
        assertThat(values.at("values.0.value")).isEqualTo("web1");
        assertThat(values.number("values.0.count")).isEqualTo(2);
        assertThat(values.at("values.1.value")).isEqualTo("web2");
        assertThat(server.api("GET", "/logs/values?field=colour", null).status())
                .isEqualTo(400);
    }

    @Test
    void patterns_sayWhatIsNew() {
        for (int i = 0; i < 5; i++) shop.say("INFO", "order " + i + " paid");
        server.clock.advance(Duration.ofMinutes(1));
        long since = server.clock.millis();
        for (int i = 0; i < 5; i++) shop.say("ERROR", "stock of " + i + " is empty");

        Reply found = server.api("GET", "/logs/patterns?newSince=" + since + "&" + around(server), null);
        assertThat(found.text("patterns.0.pattern") + found.text("patterns.1.pattern"))
                .contains("order", "paid", "stock of");
        for (int i = 0; i < 2; i++) {
            boolean fresh = found.text("patterns." + i + ".pattern").contains("stock");
            assertThat(found.at("patterns." + i + ".fresh")).isEqualTo(fresh);
        }
    }

    @Test
    void around_hasTheNeighbours() {
        shop.say("INFO", IntStream.range(0, 30).mapToObj(i -> "line " + i).toArray(String[]::new));
        String position = shop.search("15").text("items.0.position");

        Reply found = server.api("GET", "/logs/around?before=2&behind=1&position=" + position, null);
        assertThat(messages(found)).containsExactly("line 13", "line 14", "line 15", "line 16");
    }

    @Test
    void file_hasAllOfTheSearch() throws Exception {
        shop.say("WARN", IntStream.range(0, 1_500).mapToObj(i -> "line " + i).toArray(String[]::new));

        String text = file("/logs/file?order=oldest&app=shop&" + around(server));
        assertThat(text.lines()).hasSize(1_500).first().asString().endsWith("WARN [shop] [shop.Cart] line 0");
        assertThat(file("/logs/file?format=json&q=" + encoded("level:warn") + "&" + around(server))
                        .lines())
                .hasSize(1_500)
                .allMatch(line -> line.startsWith("{\"position\":"));
    }

    private String file(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
                .header("Authorization", "Bearer " + server.admin)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                    .startsWith("attachment");
            return answer.body();
        }
    }

    @Test
    void live_tellsWhatMatches_untilTheTokenEnds() throws Exception {
        Guest guest = server.guest("other", "viewer");
        TestLogs theirs = new TestLogs(server, "theirs", guest.project());
        try (var stream = new TestStream(server, guest.token(), null, "/logs/live?q=" + encoded("level:error"))) {
            await(() -> stream.heard("ping"));
            shop.say("ERROR", "not for them");
            theirs.say("INFO", "too low");
            theirs.say("ERROR", "for them");

            await(() -> stream.heard("log ", "\"message\":\"for them\"", "\"app\":\"theirs\""));
            assertThat(stream.events()).hasSize(1);
            long token = token("other");
            server.api("DELETE", "/tokens/" + token, null);
            await(stream::ended);
        }
    }

    private long token(String name) {
        Reply tokens = server.api("GET", "/tokens", null);
        for (int i = 0; ; i++) {
            if (tokens.text("items." + i + ".name").equals(name)) return tokens.number("items." + i + ".id");
        }
    }
}
