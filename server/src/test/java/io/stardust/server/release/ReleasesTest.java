package io.stardust.server.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Hashes;
import io.stardust.server.ServerSettings;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import io.stardust.server.deploy.Deploys;
import io.stardust.server.node.TestNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesTest {
    private static final long LIMIT = 100_000; // bytes

    @TempDir
    Path data;

    private ServerUnderTest server;
    private Deploys deploys;
    private long deployment;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, settings -> settings.withFiles(new ServerSettings.Files(false, LIMIT)));
        deploys = new Deploys(server);
        deployment = deploys.deployment("hello");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<Path> blobs() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("blobs"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void upload_keepsWhatWasSentAndSaid() {
        byte[] zip = Deploys.zip("hello");

        Reply made = deploys.upload(
                deployment,
                "version=2.3.2022.0911&fileName=hello.zip&mode=full&overwrite=*.json;a.txt&note=first",
                BodyPublishers.ofByteArray(zip));
        server.restart();
        Reply read = server.api("GET", "/releases/" + made.number("id"), null);

        assertThat(made.status()).isEqualTo(201);
        assertThat(read.text("version")).isEqualTo("2.3.2022.0911");
        assertThat(read.text("fileName")).isEqualTo("hello.zip");
        assertThat(read.text("mode")).isEqualTo("full");
        assertThat(read.text("overwrite")).isEqualTo("*.json;a.txt");
        assertThat(read.text("note")).isEqualTo("first");
        assertThat(read.text("sha256")).isEqualTo(Hashes.sha256Hex(zip));
        assertThat(read.number("size")).isEqualTo(zip.length);
        assertThat(read.text("createdBy")).isEqualTo("anna");
    }

    @Test
    void upload_namesTheVersionByTime_whenNoneIsGiven() {
        Reply one = deploys.upload(deployment, "", BodyPublishers.ofByteArray(Deploys.zip("1")));
        Reply two = deploys.upload(deployment, "", BodyPublishers.ofByteArray(Deploys.zip("2")));

        assertThat(one.text("version")).matches("\\d{8}-\\d{6}");
        assertThat(two.text("version")).isEqualTo(one.text("version") + "-2");
    }

    @Test
    void upload_isRefused_whenTheVersionIsThere() {
        deploys.release(deployment, "1.0");

        Reply again = deploys.upload(deployment, "version=1.0", BodyPublishers.ofByteArray(Deploys.zip("x")));

        assertThat(again.status()).isEqualTo(409);
    }

    @Test
    void upload_isRefused_whenItIsTooLarge() throws IOException {
        byte[] large = new byte[(int) LIMIT + 1];
        System.arraycopy(Deploys.zip("x"), 0, large, 0, 100);

        Reply announced = deploys.upload(deployment, "", BodyPublishers.ofByteArray(large));
        Reply streamed =
                deploys.upload(deployment, "", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));

        assertThat(announced.status()).isEqualTo(413);
        assertThat(streamed.status()).isEqualTo(413);
        assertThat(blobs()).isEmpty();
    }

    @Test
    void upload_isRefused_whenItIsNoZip() {
        byte[] cut = Arrays.copyOf(Deploys.zip("hello"), 60);

        Reply text = deploys.upload(deployment, "", BodyPublishers.ofString("hello"));
        Reply empty = deploys.upload(deployment, "", BodyPublishers.noBody());
        Reply broken = deploys.upload(deployment, "", BodyPublishers.ofByteArray(cut));

        assertThat(text.status()).isEqualTo(400);
        assertThat(text.text("detail")).contains("zip");
        assertThat(empty.status()).isEqualTo(400);
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.text("detail")).contains("zip");
        assertThat(server.api("GET", "/deployments/" + deployment + "/releases", null)
                        .at("items.0"))
                .isNull();
    }

    @Test
    void upload_leavesNothing_whenItIsCut() throws IOException {
        byte[] zip = Deploys.zip("hello");
        String head = """
                POST /api/v1/deployments/%d/releases?version=1.0 HTTP/1.1
                Host: localhost
                Authorization: Bearer %s
                Content-Type: application/zip
                Content-Length: %d

                """.formatted(deployment, server.admin, zip.length);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(zip, 0, zip.length - 20);
            out.flush();
            ServerUnderTest.await(() -> hasPart());
        }
        ServerUnderTest.await(() -> !hasPart());

        assertThat(blobs()).isEmpty();
        assertThat(deploys.upload(deployment, "version=1.0", BodyPublishers.ofByteArray(zip))
                        .status())
                .isEqualTo(201);
    }

    private boolean hasPart() {
        try {
            return !blobs().isEmpty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void upload_keepsTheSameBytesOnce() throws IOException {
        byte[] zip = Deploys.zip("same");
        deploys.upload(deployment, "version=1", BodyPublishers.ofByteArray(zip));

        deploys.upload(deployment, "version=2", BodyPublishers.ofByteArray(zip));

        assertThat(blobs()).hasSize(2); // the package, and what it consists of
    }

    @Test
    void delete_isRefused_whileItIsUsed() throws IOException {
        long used = deploys.release(deployment, "1.0");
        long spare = deploys.release(deployment, "2.0");
        deploys.placement(deployment, TestNode.enrolled(server, "web1"));
        deploys.publish(deployment, used);

        assertThat(server.api("DELETE", "/releases/" + used, null).status()).isEqualTo(409);
        assertThat(server.api("DELETE", "/releases/" + spare, null).status()).isEqualTo(204);
        assertThat(blobs()).hasSize(4);
        server.clock.advance(java.time.Duration.ofHours(2));
        server.restart();
        assertThat(blobs()).hasSize(2);
    }

    @Test
    void edit_demandsTheNewestRevision() {
        long release = deploys.release(deployment, "1.0");

        Reply edited = server.patch("/releases/" + release, Map.of("note", "bad", "enabled", false), 1);
        Reply late = server.patch("/releases/" + release, Map.of("note", "good"), 1);

        assertThat(edited.at("enabled")).isEqualTo(false);
        assertThat(edited.text("note")).isEqualTo("bad");
        assertThat(late.status()).isEqualTo(412);
    }
}
