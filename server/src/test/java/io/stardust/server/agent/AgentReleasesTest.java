package io.stardust.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Hashes;
import io.stardust.protocol.Json;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Guest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.node.TestNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentReleasesTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path data;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] targz(String content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private HttpResponse<String> upload(String query, byte[] content, String token) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + server.port() + "/api/v1/agent-releases?" + query))
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofByteArray(content))
                        .build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private long uploaded(String query, byte[] content) throws Exception {
        HttpResponse<String> answer = upload(query, content, server.admin);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        var read = Json.PEOPLE.readAny(answer.body().getBytes(StandardCharsets.UTF_8));
        return new Reply(201, read, Map.of()).number("id");
    }

    private Reply upgrade(TestNode node, String query) {
        return server.link("/Node/Upgrade" + query, null, node.token);
    }

    @Test
    void overview_showsAnUpgrade_whileTheNodeHasTheOlderVersion() throws Exception {
        uploaded("version=4.2.0", targz("4.2.0"));
        TestNode node = TestNode.enrolled(server, "one");
        node.ping();
        assertThat(server.api("GET", "/overview", null).at("inProgress")).isEqualTo(List.of());

        upgrade(node, "?channel=Release");

        Reply seen = server.api("GET", "/overview", null);
        assertThat(seen.text("inProgress.0.kind")).isEqualTo("agent-upgrade");
        assertThat(seen.text("inProgress.0.name")).isEqualTo("one");
        assertThat(seen.text("inProgress.0.detail")).isEqualTo("4.2.0");
        assertThat(seen.text("inProgress.0.link")).isEqualTo("/nodes/" + node.id());
    }

    @Test
    void node_isOfferedTheNewestOfItsChannel_withChecksumAndRelativeAddress() throws Exception {
        byte[] newest = targz("4.2.0");
        uploaded("version=4.1.0", targz("4.1.0"));
        uploaded("version=4.2.0", newest);
        uploaded("version=4.10.0&channel=Beta", targz("4.10.0"));
        uploaded("version=4.11.0&channel=Develop", targz("4.11.0"));
        uploaded("version=9.0.0&platform=linux-arm64", targz("9"));
        TestNode node = TestNode.enrolled(server, "web1");

        Reply release = upgrade(node, "?channel=Release");

        assertThat(release.text("data.Version")).isEqualTo("4.2.0");
        assertThat(release.text("data.Source")).isEqualTo("/install/agent-4.2.0-linux-x64.tar.gz");
        assertThat(release.text("data.Sha256")).isEqualTo(Hashes.sha256Hex(newest));
        assertThat(release.number("data.FileSize")).isEqualTo(newest.length);
        assertThat(upgrade(node, "?channel=beta").text("data.Version")).isEqualTo("4.10.0");
        assertThat(upgrade(node, "?channel=Develop").text("data.Version")).isEqualTo("4.11.0");
        assertThat(upgrade(node, "").text("data.Version")).isEqualTo("4.11.0"); // as it said last
        assertThat(node.view().text("node.channel")).isEqualTo("Develop");
        assertThat(get(release.text("data.Source")).body()).isEqualTo(newest);
    }

    @Test
    void node_isOfferedNothing_thatItHasOrThatFailedThereOrIsOutOfUse() throws Exception {
        long id = uploaded("version=4.0.0", targz("4.0.0"));
        TestNode node = TestNode.enrolled(server, "web1");
        assertThat(upgrade(node, "?channel=Release").at("data")).isNull();

        long newer = uploaded("version=4.0.1", targz("4.0.1"));
        assertThat(upgrade(node, "?channel=Release").text("data.Version")).isEqualTo("4.0.1");
        assertThat(upgrade(node, "?channel=Release&failed=4.0.9,4.0.1").at("data"))
                .isNull();
        server.api("PATCH", "/agent-releases/" + newer, Map.of("enabled", false));
        assertThat(upgrade(node, "?channel=Release").at("data")).isNull();
        assertThat(get("/install/agent-4.0.1-linux-x64.tar.gz").statusCode()).isEqualTo(404);
        server.api("PATCH", "/agent-releases/" + newer, Map.of("enabled", true, "channel", "Beta"));
        assertThat(upgrade(node, "?channel=Release").at("data")).isNull();
        assertThat(upgrade(node, "?channel=Beta").text("data.Version")).isEqualTo("4.0.1");
        assertThat(server.api("DELETE", "/agent-releases/" + id, null).status()).isEqualTo(204);
        assertThat(upgrade(new TestNode(server, "nobody"), "").code()).isEqualTo(401);
    }

    @Test
    void foreignAgent_isOfferedOnlyItsOwnProduct_onceAndByAbsoluteAddress() throws Exception {
        uploaded("version=4.5.0", targz("4.5.0"));
        TestNode foreign = TestNode.enrolled(server, "old", 1, "3.6.0");
        assertThat(upgrade(foreign, "?channel=Release").at("data")).isNull();

        byte[] zip = {'P', 'K', 3, 4, 9};
        uploaded("version=3.7.0&product=StarAgent&platform=any", zip);
        uploaded("version=3.9.0&product=CrazyCoder&platform=any", zip);
        Reply offered = upgrade(foreign, "?channel=Release");

        assertThat(offered.text("data.Version")).isEqualTo("3.7.0");
        assertThat(offered.text("data.Source"))
                .isEqualTo("http://127.0.0.1:" + server.port() + "/install/StarAgent-3.7.0-any.zip");
        assertThat(offered.at("data.Sha256")).isNull();
        assertThat(get("/install/StarAgent-3.7.0-any.zip").body()).isEqualTo(zip);
        assertThat(upgrade(foreign, "?channel=Release").at("data")).isNull();
        assertThat(upgrade(TestNode.enrolled(server, "ours"), "").text("data.Version"))
                .isEqualTo("4.5.0");
    }

    @Test
    void upload_refusesWhatItIsNot() throws Exception {
        Guest admin = server.guest("shop", "admin");
        uploaded("version=4.1.0", targz("4.1.0"));

        assertThat(upload("version=4.1.0", targz("other"), server.admin).body())
                .contains("version: 4.1.0 for linux-x64 is there already; releases never change");
        assertThat(upload("version=4.1.1", new byte[] {'P', 'K'}, server.admin).body())
                .contains("a .tar.gz");
        assertThat(upload("version=../x", targz("x"), server.admin).body()).contains("(expected: such as 4.0.1)");
        assertThat(upload("version=4.1.2&channel=nightly", targz("x"), server.admin)
                        .body())
                .contains("channel: nightly (expected: Release, Beta, Develop)");
        assertThat(upload("version=4.1.2&platform=any", targz("x"), server.admin)
                        .body())
                .contains("platform: any (expected: such as linux-x64");
        assertThat(upload("", targz("x"), server.admin).body()).contains("version: missing");
        assertThat(upload("version=5.0.0", targz("x"), admin.token()).statusCode())
                .isEqualTo(403);
        assertThat(server.api("GET", "/agent-releases", null, admin.token()).text("items.0.version"))
                .isEqualTo("4.1.0");
    }

    @Test
    void packages_stay_whenThoseOfAppsAreSwept() throws Exception {
        long id = uploaded("version=4.1.0", targz("4.1.0"));
        server.clock.advance(Duration.ofHours(2)); // no longer young
        server.restart(); // sweeps

        assertThat(get("/install/agent-4.1.0-linux-x64.tar.gz").statusCode()).isEqualTo(200);
        server.api("DELETE", "/agent-releases/" + id, null);
        server.clock.advance(Duration.ofHours(2));
        server.restart();
        try (var blobs = Files.walk(data.resolve("blobs"))) {
            assertThat(blobs.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void script_isThereForEverybody_withOurAddressAndNoSecret() throws Exception {
        HttpResponse<byte[]> script = get("/install.sh");

        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.headers().firstValue("Content-Type")).contains("text/x-shellscript; charset=utf-8");
        assertThat(text(script))
                .startsWith("#!/bin/sh\n")
                .contains("server='http://127.0.0.1:" + server.port() + "'")
                .doesNotContain("@SERVER@", server.admin);
        Path file = Files.write(data.resolve("install.sh"), script.body());
        Process syntax =
                new ProcessBuilder("sh", "-n", file.toString()).inheritIO().start();
        assertThat(syntax.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(syntax.exitValue()).isZero();
    }

    @Test
    void install_tellsItsParts() throws Exception {
        assertThat(server.api("GET", "/agent-install", null).at("packages")).isEqualTo(List.of());
        uploaded("version=4.1.0", targz("4.1.0"));
        uploaded("version=4.2.0&channel=Beta", targz("4.2.0"));

        Reply parts = server.api("GET", "/agent-install", null);

        String url = "http://127.0.0.1:" + server.port();
        assertThat(parts.text("script")).isEqualTo(url + "/install.sh");
        assertThat(parts.text("command"))
                .as("nobody reads the token in a list of processes")
                .isEqualTo(" export STARDUST_AGENT_ENROL=TOKEN; curl -fsSL " + url
                        + "/install.sh | sudo --preserve-env=STARDUST_AGENT_ENROL sh");
        assertThat(parts.text("packages.0.version")).isEqualTo("4.1.0");
        assertThat(parts.text("packages.0.url")).isEqualTo("/install/agent-4.1.0-linux-x64.tar.gz");
    }

    @Test
    void checksum_isOfTheNewestForAPlatform_orOfAFile() throws Exception {
        byte[] newest = targz("4.2.0");
        uploaded("version=4.1.0", targz("4.1.0"));
        uploaded("version=4.2.0", newest);
        uploaded("version=4.3.0&channel=Beta", targz("4.3.0"));
        String line = Hashes.sha256Hex(newest) + "  agent-4.2.0-linux-x64.tar.gz\n";

        assertThat(text(get("/install/agent-linux-x64.sha256"))).isEqualTo(line);
        assertThat(text(get("/install/agent-4.2.0-linux-x64.tar.gz.sha256"))).isEqualTo(line);
        assertThat(text(get("/install/agent-linux-x64.sha256?channel=Beta"))).contains("agent-4.3.0-");
        assertThat(get("/install/agent-linux-arm64.sha256").statusCode()).isEqualTo(404);
        assertThat(text(get("/install/agent-linux-arm64.sha256"))).contains("stardust agent-release upload");
        assertThat(get("/install/..%2F..%2Fstardust.db").statusCode()).isEqualTo(404);
    }
}
