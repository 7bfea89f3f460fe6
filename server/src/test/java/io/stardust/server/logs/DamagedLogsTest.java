package io.stardust.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bits of a file of the logs are not as they were written: what else there is, is found, and the answers say so. */
class DamagedLogsTest {
    @TempDir
    Path data;

    private ServerUnderTest server;
    private TestLogs shop;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data);
        shop = new TestLogs(server, "shop", 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Stores a record, flips a bit of its segment and stores another one. */
    private void flip(int fromStart, int fromEnd) throws IOException {
        shop.say("INFO", "lost");
        server.stop();
        Path segment;
        try (Stream<Path> files = Files.walk(data.resolve("telemetry"))) {
            segment = files.filter(file -> file.toString().endsWith(".seg"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[fromEnd == 0 ? fromStart : bytes.length - fromEnd] ^= 4;
        Files.write(segment, bytes);
        server.restart();
        shop.say("INFO", "kept");
    }

    private void findsTheRest() {
        Reply page = shop.search(null);
        assertThat(TestLogs.messages(page)).containsExactly("kept");
        assertThat(page.number("damaged")).isEqualTo(1);
        String around = TestLogs.around(server);
        Reply values = server.api("GET", "/logs/values?field=logger&" + around, null);
        assertThat(values.at("complete")).isEqualTo(false);
        assertThat(values.number("values.0.count")).isEqualTo(1);
        assertThat(server.api("GET", "/apps", null).status()).isEqualTo(200);
    }

    @Test
    void answers_sayThatABlockIsMissing() throws IOException {
        flip(40, 0); // the first block begins behind the header's 32 bytes

        findsTheRest();
        assertThat(server.link("/health", null, server.admin).at("telemetry.state"))
                .isEqualTo("ok");
    }

    @Test
    void answersAndHealth_sayThatAFileIsMissing() throws IOException {
        flip(0, 50); // in the trailer

        findsTheRest();
        String around = TestLogs.around(server);
        assertThat(server.api("GET", "/logs/histogram?" + around, null).number("damaged"))
                .isEqualTo(1);
        Reply patterns = server.api("GET", "/logs/patterns?" + around, null);
        assertThat(patterns.at("complete")).isEqualTo(false);
        assertThat(server.link("/health", null, server.admin).text("telemetry.state"))
                .isEqualTo("damaged");
        assertThat(server.link("/health", null, server.admin).text("telemetry.problem"))
                .endsWith(": 1");
    }
}
