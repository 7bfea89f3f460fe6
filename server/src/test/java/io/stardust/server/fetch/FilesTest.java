package io.stardust.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Hashes;
import io.stardust.server.ServerSettings;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
    private static final byte[] ZIP = Deploys.zip("1.0");

    @TempDir
    Path data;

    @SuppressWarnings("NullAway.Init") // by start, which every test calls
    private ServerUnderTest server;

    @SuppressWarnings("NullAway.Init")
    private Deploys deploys;

    @SuppressWarnings("NullAway.Init")
    private TestNode node;

    private long release;

    private void start(boolean open) {
        server = ServerUnderTest.start(data, settings -> settings.withFiles(new ServerSettings.Files(open, 1 << 30)));
        deploys = new Deploys(server);
        node = TestNode.enrolled(server, "web1");
        long deployment = deploys.deployment("hello");
        release = deploys.release(deployment, "1.0");
        deploys.placement(deployment, node);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void file_comesWholeWithItsHashes_whateverTheCase() {
        start(false);
        String md5 = HexFormat.of().withUpperCase().formatHex(Hashes.md5().digest(ZIP));

        HttpResponse<byte[]> whole = deploys.file("/Cube/File?ID=" + release + ".zip", node.token, Map.of());
        HttpResponse<byte[]> lower = deploys.file("/cube/file/?id=" + release, node.token, Map.of());

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(ZIP);
        assertThat(whole.headers().map())
                .containsEntry("content-length", java.util.List.of(String.valueOf(ZIP.length)))
                .containsEntry("accept-ranges", java.util.List.of("bytes"))
                .containsEntry("digest", java.util.List.of("MD5=" + md5))
                .containsEntry("x-file-hash", java.util.List.of("MD5:" + md5))
                .containsEntry("etag", java.util.List.of("\"" + md5 + "\""))
                .containsEntry("x-content-sha256", java.util.List.of(Hashes.sha256Hex(ZIP)));
        assertThat(lower.body()).isEqualTo(ZIP);
    }

    @Test
    void file_goesOnWhereItStopped() {
        start(false);
        String path = "/cube/file?id=" + release;
        String etag = deploys.file(path, node.token, Map.of())
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        HttpResponse<byte[]> rest = deploys.file(path, node.token, Map.of("Range", "bytes=50-", "If-Range", etag));
        HttpResponse<byte[]> changed =
                deploys.file(path, node.token, Map.of("Range", "bytes=50-", "If-Range", "\"old\""));
        HttpResponse<byte[]> beyond = deploys.file(path, node.token, Map.of("Range", "bytes=9999-"));

        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.headers().firstValue("Content-Range"))
                .hasValue("bytes 50-%d/%d".formatted(ZIP.length - 1, ZIP.length));
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(ZIP, 50, ZIP.length));
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).isEqualTo(ZIP);
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("Content-Range")).hasValue("bytes */" + ZIP.length);
    }

    @Test
    void file_isRefused_withoutTheTokenOfANodeThatNeedsIt() {
        start(false);
        var stranger = TestNode.enrolled(server, "web2");
        String path = "/cube/file?id=" + release + ".zip";

        assertThat(deploys.file(path, null, Map.of()).statusCode()).isEqualTo(401);
        assertThat(deploys.file(path, "nonsense", Map.of()).statusCode()).isEqualTo(401);
        assertThat(deploys.file(path, server.admin, Map.of()).statusCode()).isEqualTo(401);
        assertThat(deploys.file(path, stranger.token, Map.of()).statusCode()).isEqualTo(404);
        assertThat(deploys.file("/cube/file?id=99", node.token, Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(new String(
                        deploys.file("/cube/file?id=../x", node.token, Map.of()).body(), StandardCharsets.UTF_8))
                .isEqualTo("no such file");
    }

    @Test
    void file_isOpen_whenTheSettingSaysSo() {
        start(true);

        assertThat(deploys.file("/Cube/File?id=" + release + ".zip", null, Map.of())
                        .body())
                .isEqualTo(ZIP);
    }
}
