package io.stardust.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Hashes;
import io.stardust.protocol.Json;
import io.stardust.protocol.pack.Manifest;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {
    private static final byte[] ZIP = Deploys.zip("1.0");

    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode node;
    private long release;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        deploys = new Deploys(server);
        node = TestNode.enrolled(server, "web1");
        long deployment = deploys.deployment("hello");
        release = deploys.release(deployment, "1.0");
        deploys.placement(deployment, node);
        deploys.publish(deployment, release);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void manifest_isToldToTheAgent_andIsThatOfThePackage() {
        Reply wanted = deploys.wanted(node);
        Manifest manifest = new Manifest(manifest(wanted));

        assertThat(manifest.textSha256()).isEqualTo(wanted.text("data.0.ManifestSha256"));
        assertThat(manifest.sha256()).isEqualTo(Hashes.sha256Hex(ZIP));
        assertThat(wanted.at("data.0.Signature")).isNull();
    }

    private byte[] manifest(Reply wanted) {
        HttpResponse<byte[]> answer = deploys.file(wanted.text("data.0.Manifest"), node.token, Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void manifest_isMadeAnew_whenItIsGoneOrDamaged() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("blobs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.size(file) != ZIP.length) Files.write(file, new byte[] {1});
            }
        }

        Reply shown = server.api("GET", "/releases/" + release + "/manifest", null);

        assertThat(shown.status()).isEqualTo(200);
        assertThat(new Manifest(manifest(deploys.wanted(node))).size()).isEqualTo(ZIP.length);
    }

    @Test
    void manifest_isShownToPeople_chunkByChunk() {
        Reply shown = server.api("GET", "/releases/" + release + "/manifest?limit=1", null);

        assertThat(shown.text("sha256")).isEqualTo(Hashes.sha256Hex(ZIP));
        assertThat(shown.number("chunks")).isEqualTo(2);
        assertThat(shown.number("entries")).isEqualTo(1);
        assertThat(shown.text("items.0.path")).isEqualTo("run.sh");
        assertThat(shown.number("items.0.offset")).isZero();
        Reply rest = server.api("GET", "/releases/" + release + "/manifest?cursor=" + shown.number("next"), null);
        assertThat(rest.text("items.0.path")).isEqualTo("(directory)");
        assertThat(rest.number("items.0.offset") + rest.number("items.0.size")).isEqualTo(ZIP.length);
        assertThat(rest.at("next")).isNull();
        assertThat(server.api("GET", "/releases/" + release, null).number("entries"))
                .isEqualTo(1);
    }

    @Test
    void chunks_areTheBytesAskedFor_oneBehindTheOther() {
        HttpResponse<byte[]> answer = chunks(List.of(0, 4, 10, 5), node.token);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-length")).hasValue("9");
        byte[] expected = new byte[9];
        System.arraycopy(ZIP, 0, expected, 0, 4);
        System.arraycopy(ZIP, 10, expected, 4, 5);
        assertThat(answer.body()).isEqualTo(expected);
        assertThat(chunks(List.of(0, ZIP.length), node.token).body()).isEqualTo(ZIP);
    }

    @Test
    void chunks_areRefusedInWords_whenTheyAreNotInThePackage() {
        for (List<Integer> ranges : List.of(
                List.<Integer>of(),
                List.of(0),
                List.of(-1, 4),
                List.of(0, 0),
                List.of(0, ZIP.length + 1),
                List.of(10, 5, 0, 4),
                List.of(0, 4, 3, 4),
                Stream.iterate(0, i -> i + 1).limit(2_002).toList())) {
            HttpResponse<byte[]> answer = chunks(ranges, node.token);
            assertThat(answer.statusCode()).as("%s", ranges).isEqualTo(400);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("Ranges");
        }
        assertThat(deploys.link("/Deploy/Chunks", "nonsense".getBytes(StandardCharsets.UTF_8), node.token)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void parts_needTheTokenOfANodeThatNeedsThePackage() {
        var stranger = TestNode.enrolled(server, "web2");
        String manifest = "/Deploy/Manifest?releaseId=" + release;

        assertThat(chunks(List.of(0, 4), null).statusCode()).isEqualTo(401);
        assertThat(chunks(List.of(0, 4), stranger.token).statusCode()).isEqualTo(404);
        assertThat(deploys.file(manifest, null, Map.of()).statusCode()).isEqualTo(401);
        assertThat(deploys.file(manifest, stranger.token, Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(deploys.file("/Deploy/Manifest?releaseId=x", node.token, Map.of())
                        .statusCode())
                .isEqualTo(400);
        assertThat(deploys.file("/Deploy/Manifest?releaseId=99", node.token, Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<byte[]> chunks(List<Integer> ranges, @Nullable String token) {
        byte[] body = Json.PEOPLE.bytes(Map.of("ReleaseId", release, "Ranges", ranges));
        return deploys.link("/Deploy/Chunks", body, token);
    }

    @Test
    void upload_ofTheSameContent_keepsOneManifest() throws IOException {
        long other = deploys.deployment("other");
        deploys.upload(other, "version=9", BodyPublishers.ofByteArray(ZIP));

        try (Stream<Path> files = Files.walk(data.resolve("blobs"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(2);
        }
    }
}
