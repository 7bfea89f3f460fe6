package io.stardust.server.node;

import static io.stardust.server.ServerUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.push.TestSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogoutTest {
    @TempDir
    Path folder;

    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void logout_endsTheToken_alsoAfterARestart_andALoginBeginsAnew() {
        TestNode node = TestNode.enrolled(server, "web1");

        assertThat(server.link("/Node/Logout", null, node.token).code()).isZero();

        assertThat(node.ping().code()).isEqualTo(401);
        server.restart();
        assertThat(node.ping().code()).isEqualTo(401);
        node.login(null);
        assertThat(node.ping().code()).isZero();
    }

    @Test
    void logout_closesThePushChannel() throws Exception {
        TestNode node = TestNode.enrolled(server, "web1");
        try (var socket = new TestSocket(server, "/Node/Notify", node.token)) {
            await(() -> Boolean.TRUE.equals(node.view().at("node.longLink")));

            server.link("/Node/Logout", null, node.token);

            assertThat(socket.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1000);
        }
    }
}
