package io.stardust.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerSettings;
import io.stardust.server.ServerSettings.Wire;
import io.stardust.server.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a request comes from, when something stands between. */
@Tag("sqlite")
class ProxiesTest {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // each test starts its own, with other settings
    private ServerUnderTest server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(String proxies) {
        var wire = new Wire(Networks.of(proxies), 1_000, Wire.STANDARD.head(), Wire.STANDARD.body());
        server = ServerUnderTest.start(
                folder, settings -> settings.withWeb(new ServerSettings.Web(null, null, null, wire)));
    }

    private String signIn(String name, String password, String headers) throws IOException {
        String body = "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
        try (var socket = new RawSocket(server)) {
            return socket.send("POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .untilClosed();
        }
    }

    private String recordedAddress() {
        return server.api("GET", "/changes?kind=session.refused", null).text("items.0.address");
    }

    @Test
    void address_isTheClients_whenTheProxyIsTrusted() throws IOException {
        start("127.0.0.0/8, 10.0.0.0/8");

        signIn("x", "wrong password", "X-Forwarded-For: 6.6.6.6, 203.0.113.7, 10.1.2.3\r\n");

        assertThat(recordedAddress())
                .as("neither the spoofed one nor a proxy's")
                .isEqualTo("203.0.113.7");
    }

    @Test
    void address_isReadFromForwarded_asWell() throws IOException {
        start("127.0.0.1");

        signIn("x", "wrong password", "Forwarded: for=\"[2001:db8::7]:4711\";proto=https\r\n");

        assertThat(recordedAddress()).startsWith("2001:db8").endsWith("7");
    }

    @Test
    void address_isThePeers_whenItIsNotTrusted_orTellsNonsense() throws IOException {
        start("10.0.0.0/8");

        signIn("x", "wrong password", "X-Forwarded-For: 203.0.113.7\r\n");

        assertThat(recordedAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    void address_isTheClients_fromTheRequestOn_afterWhichTheProxyIsTrusted() throws IOException {
        server = ServerUnderTest.start(folder, Map.of());
        signIn("x", "wrong password", "X-Forwarded-For: 203.0.113.7\r\n");
        String before = recordedAddress();

        server.api("PUT", "/settings/trusted-proxies", Map.of("value", "127.0.0.1"));
        signIn("y", "wrong password", "X-Forwarded-For: 203.0.113.7\r\n");

        assertThat(before).isEqualTo("127.0.0.1");
        assertThat(recordedAddress()).isEqualTo("203.0.113.7");
    }

    @Test
    void guessing_closesTheAddressOfWhoGuesses_andOfNobodyElseBehindTheProxy() throws IOException {
        start("127.0.0.1");
        for (int i = 0; i < 6; i++) signIn("x" + i, "wrong password", "X-Forwarded-For: 203.0.113.7\r\n");

        assertThat(signIn("anna", "correct horse 7", "X-Forwarded-For: 203.0.113.7\r\n"))
                .startsWith("HTTP/1.1 429");
        assertThat(signIn("anna", "correct horse 7", "X-Forwarded-For: 203.0.113.8\r\n"))
                .startsWith("HTTP/1.1 201");
    }

    @Test
    void guessing_doesNotShutOut_whoHasSignedInFromThere() throws IOException {
        start("");
        assertThat(signIn("anna", "correct horse 7", "")).startsWith("HTTP/1.1 201");

        for (int i = 0; i < 6; i++) signIn("x" + i, "wrong password", "");

        assertThat(signIn("x9", "wrong password", "")).startsWith("HTTP/1.1 429");
        assertThat(signIn("anna", "correct horse 7", "")).startsWith("HTTP/1.1 201");
    }

    @Test
    void installScript_isFetchedByHttps_whenItWasAskedForSo() throws IOException {
        start("");

        assertThat(installScript("X-Forwarded-Proto: https\r\n"))
                .contains("server='https://deploy.example'", "--proto-redir")
                .doesNotContain("http://deploy.example");
    }

    @Test
    void installScript_isFetchedBelowThePath_thatTheProxyTookAway() throws IOException {
        start("");

        assertThat(installScript("X-Forwarded-Prefix: /ops/star_dust-1.0\r\n"))
                .contains("server='http://deploy.example/ops/star_dust-1.0'");
        assertThat(installScript("X-Forwarded-Prefix: /ops/\r\n")).contains("server='http://deploy.example/ops'");
        assertThat(installScript("X-Forwarded-Prefix: /\r\n")).contains("server='http://deploy.example'");
    }

    @Test
    void installScript_leavesThePathOut_thatMeansSomethingInAShellOrLeadsElsewhere() throws IOException {
        start("");

        for (String strange : List.of("/a'; reboot; '", "/$(reboot)", "//evil.example", "/../x", "ops", "/a b")) {
            assertThat(installScript("X-Forwarded-Prefix: " + strange + "\r\n"))
                    .as(strange)
                    .contains("server='http://deploy.example'");
        }
    }

    private String installScript(String headers) throws IOException {
        try (var socket = new RawSocket(server)) {
            return socket.send("GET /install.sh HTTP/1.1\r\nHost: deploy.example\r\nConnection: close\r\n" + headers
                            + "\r\n")
                    .untilClosed();
        }
    }
}
