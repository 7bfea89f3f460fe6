package io.stardust.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerSettings;
import io.stardust.server.ServerSettings.Wire;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.http.Networks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strangers at the door, many of them. */
class WaitingRoomTest {
    private static final int AT_ONCE = 59;

    @TempDir
    Path folder;

    private ServerUnderTest server;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        var wire = new Wire(Networks.of("127.0.0.1"), 1_000, Wire.STANDARD.head(), Wire.STANDARD.body());
        server = ServerUnderTest.start(
                folder, settings -> settings.withWeb(new ServerSettings.Web(null, null, null, wire)));
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    private String login(String name, String address) throws IOException, InterruptedException {
        return http.send(request(name, address), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private HttpRequest request(String name, String address) {
        String body = "{\"ProductCode\":\"StarAgent\",\"Node\":{\"MachineName\":\"%s\",\"UUID\":\"%s\"}}"
                .formatted(name, name);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/Node/Login"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("X-Forwarded-For", address)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** As fast as the throttle lets one address. */
    private void flood(String address, int count) {
        for (int from = 0; from < count; from += AT_ONCE) {
            if (from > 0) server.clock.advance(Duration.ofSeconds(61));
            IntStream.range(from, Math.min(count, from + AT_ONCE))
                    .mapToObj(i ->
                            http.sendAsync(request(address + "-" + i, address), HttpResponse.BodyHandlers.discarding()))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    @Test
    void newcomers_areBounded_fromOneAddress() throws Exception {
        flood("203.0.113.7", WaitingRoom.OF_ADDRESS);

        server.clock.advance(Duration.ofSeconds(61));
        assertThat(login("one-more", "203.0.113.7")).contains("\"code\":403", "of your address");
        assertThat(login("honest", "198.51.100.1")).contains("\"code\":0");
        server.clock.advance(Duration.ofMinutes(61));
        assertThat(login("one-more", "203.0.113.7"))
                .as("the others were silent")
                .contains("\"code\":0");
    }

    @Test
    void newcomers_areSlowedDown_whenTheyComeTooFast() throws Exception {
        for (int i = 0; i < 60; i++) login("n" + i, "203.0.113.7");

        assertThat(login("next", "203.0.113.7")).contains("\"code\":429");
        assertThat(login("honest", "198.51.100.1")).contains("\"code\":0");
    }

    @Test
    void honestNode_comesIn_whenTheRoomIsFull() throws Exception {
        for (int i = 0; i < WaitingRoom.MOST / WaitingRoom.OF_ADDRESS; i++) {
            flood("203.0.113." + i, WaitingRoom.OF_ADDRESS);
        }
        assertThat(server.api("GET", "/nodes?approved=false&limit=1", null).status())
                .isEqualTo(200);

        assertThat(login("honest", "198.51.100.1")).contains("\"code\":0");
    }

    @Test
    void login_isRefused_whenANameMayNotBeShown_andFactsAreCleaned() throws Exception {
        String[] names = {"web\\u001b[31m", "web\\u202egpj", "web\\nnode 1: approved", "web\\u009b1m"};
        for (String name : names) assertThat(login(name, "198.51.100.1")).contains("\"code\":400", "MachineName");

        String body = "{\"Node\":{\"MachineName\":\"ok\",\"OSName\":\"Li\\u001b[2Jnux\\u202e\",\"UUID\":\"a\\u0007\"}}";
        assertThat(server.link("/Node/Login", body, null).code()).isZero();
        String shown = String.valueOf(server.api("GET", "/nodes/1", null).body());
        assertThat(shown).contains("nux").doesNotContain("\u001b", "\u202e", "\u0007");
    }
}
