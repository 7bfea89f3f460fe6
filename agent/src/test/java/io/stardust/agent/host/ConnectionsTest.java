package io.stardust.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void to_countsThoseThatAreOpen_toAPort() throws IOException {
        var connections = new Connections(Path.of("/"));
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = server.getLocalPort();
            assertThat(connections.to(Set.of(port))).isZero();
            try (var ours = new Socket(server.getInetAddress(), port);
                    var theirs = server.accept()) {
                assertThat(ours.isConnected() && theirs.isConnected()).isTrue();
                assertThat(connections.to(Set.of(port, 1))).isEqualTo(1);
            }
            assertThat(connections.to(Set.of(port))).isZero();
        }
    }

    @Test
    void to_isUnknown_whenTheKernelHasNoList(@TempDir Path root) {
        assertThat(new Connections(root).to(Set.of(80))).isEqualTo(-1);
    }
}
