package io.stardust.server.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Hashes;
import io.stardust.server.ServerSettings;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite") // the database has no part in it
class ScrubTest {
    private static final byte[] ZIP = Deploys.zip("1.0");

    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private TestNode node;
    private long deployment;
    private long release;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(
                data,
                settings -> settings.withFiles(new ServerSettings.Files(false, 1 << 30, Duration.ofHours(1), null)));
        deploys = new Deploys(server);
        node = TestNode.enrolled(server, "web1");
        deployment = deploys.deployment("hello");
        release = deploys.release(deployment, "1.0");
        deploys.placement(deployment, node);
        deploys.publish(deployment, release);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path blob() {
        String sha256 = Hashes.sha256Hex(ZIP);
        return data.resolve("blobs").resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
    }

    /** The bytes on disk change, and the time goes by within which all are read again. */
    private void rot() throws IOException {
        byte[] bad = ZIP.clone();
        bad[40]++;
        Files.write(blob(), bad);
        server.clock.advance(Duration.ofMinutes(61));
        server.restart();
        ServerUnderTest.await(this::rotten);
    }

    private boolean rotten() {
        return Boolean.TRUE.equals(
                server.api("GET", "/releases/" + release, null).at("rotten"));
    }

    @Test
    void rot_isFoundInTime_andTold() throws IOException {
        rot();

        Reply changes = server.api("GET", "/changes?kind=release.rotten", null);
        assertThat(changes.text("items.0.actor")).isEqualTo("system");
        Reply overview = server.api("GET", "/overview", null);
        assertThat(String.valueOf(overview.at("attention"))).contains("release-rotten", "hello 1.0");
    }

    @Test
    void whatIsRotten_isNeitherPublishedNorServed() throws IOException {
        rot();

        Reply refused = deploys.publish(deployment, release);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("damaged", "upload the same package again");
        assertThat(deploys.file("/cube/file?id=" + release, node.token, Map.of())
                        .statusCode())
                .isEqualTo(500);
        byte[] query =
                io.stardust.protocol.Json.PEOPLE.bytes(Map.of("ReleaseId", release, "Ranges", java.util.List.of(0, 4)));
        assertThat(deploys.link("/Deploy/Chunks", query, node.token).statusCode())
                .isEqualTo(409);
    }

    @Test
    void upload_ofTheSameVersionAndContent_repairs() throws IOException {
        rot();

        Reply other = deploys.upload(deployment, "version=1.0", BodyPublishers.ofByteArray(Deploys.zip("other")));
        assertThat(other.status()).isEqualTo(409);
        assertThat(rotten()).isTrue();

        Reply again = deploys.upload(deployment, "version=1.0", BodyPublishers.ofByteArray(ZIP));
        assertThat(again.number("id")).isEqualTo(release);
        assertThat(again.at("rotten")).isEqualTo(false);
        assertThat(rotten()).isFalse();
        assertThat(deploys.publish(deployment, release).status()).isEqualTo(202);
        assertThat(deploys.file("/cube/file?id=" + release, node.token, Map.of())
                        .body())
                .isEqualTo(ZIP);
        assertThat(server.api("GET", "/changes?kind=release.repaired", null).at("items.0"))
                .isNotNull();
    }

    @Test
    void upload_ofTheSameContentElsewhere_repairsToo() throws IOException {
        rot();

        deploys.upload(deploys.deployment("other"), "version=7", BodyPublishers.ofByteArray(ZIP));

        assertThat(rotten()).isFalse();
    }

    @Test
    void aLostFile_isRotten() throws IOException {
        Files.delete(blob());
        server.clock.advance(Duration.ofMinutes(61));
        server.restart();

        ServerUnderTest.await(this::rotten);
    }

    @Test
    void whatIsRight_staysSo() {
        server.clock.advance(Duration.ofMinutes(61));
        server.restart();
        ServerUnderTest.await(
                () -> !server.api("GET", "/changes", null).toString().contains("release.rotten"));

        assertThat(rotten()).isFalse();
    }
}
