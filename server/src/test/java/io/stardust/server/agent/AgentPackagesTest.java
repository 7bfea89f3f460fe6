package io.stardust.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Hashes;
import io.stardust.server.ServerSettings.Files;
import io.stardust.server.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentPackagesTest {
    @TempDir
    Path data;

    @TempDir
    Path packages;

    private ServerUnderTest start() {
        return ServerUnderTest.start(
                data, settings -> settings.withFiles(new Files(false, 1 << 20, Duration.ofDays(7), packages)));
    }

    private byte[] put(String name) throws IOException {
        Path file = packages.resolve(name);
        try (var out = new GZIPOutputStream(java.nio.file.Files.newOutputStream(file))) {
            out.write(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return java.nio.file.Files.readAllBytes(file);
    }

    private void sum(String name, String sha256) throws IOException {
        java.nio.file.Files.writeString(packages.resolve(name + ".sha256"), sha256 + "  " + name + "\n");
    }

    private static List<String> each(ServerUnderTest server, String key) {
        return items(server).stream()
                .map(item -> String.valueOf(((Map<?, ?>) item).get(key)))
                .toList();
    }

    private static List<?> items(ServerUnderTest server) {
        return (List<?>) Objects.requireNonNull(
                server.api("GET", "/agent-releases", null).at("items"));
    }

    @Test
    void start_takesWhatLiesInTheFolder_butNothingDamagedOrStrange() throws IOException {
        byte[] good = put("agent-4.0.1-rc.1-linux-x64.tar.gz");
        sum("agent-4.0.1-rc.1-linux-x64.tar.gz", Hashes.sha256Hex(good));
        put("agent-4.0.0-linux-arm64.tar.gz");
        put("agent-strange.tar.gz");
        put("agent-4.0.2-linux-x64.tar.gz");
        sum("agent-4.0.2-linux-x64.tar.gz", "0".repeat(64));
        java.nio.file.Files.writeString(packages.resolve("agent-4.0.3-linux-x64.tar.gz"), "no archive");

        try (var server = start()) {
            ServerUnderTest.await(() -> items(server).size() == 2);

            assertThat(each(server, "version")).containsExactlyInAnyOrder("4.0.1-rc.1", "4.0.0");
            assertThat(server.api("GET", "/changes", null).text("items.0.actor"))
                    .isEqualTo("system");
        }
    }

    @Test
    void start_leavesAVersionAsItIs_whenItIsThereAlready() throws IOException {
        byte[] first = put("agent-4.0.0-linux-x64.tar.gz");
        try (var server = start()) {
            ServerUnderTest.await(() -> items(server).size() == 1);
            java.nio.file.Files.writeString(packages.resolve("agent-4.0.0-linux-x64.tar.gz"), "changed since");
            put("agent-4.0.1-linux-x64.tar.gz");

            server.restart();

            ServerUnderTest.await(() -> items(server).size() == 2);
            assertThat(each(server, "sha256")).contains(Hashes.sha256Hex(first));
        }
    }
}
