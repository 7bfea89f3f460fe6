package io.stardust.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines with one identity. */
class ClonesTest {
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

    @Test
    void aClone_isToldAndNotServed_whileTheFirstIsThere() {
        TestNode first = TestNode.enrolled(server, "web1");
        TestNode clone = copy(first, "10.0.0.10", 99);
        for (int i = 0; i < 3; i++) {
            assertThat(first.ping().code()).isZero();
            assertThat(clone.ping().code()).isZero();
        }

        Reply view = first.view();
        assertThat(view.number("node.clone.since")).isEqualTo(server.clock.millis());
        assertThat(view.text("node.clone.others.0")).isEqualTo("127.0.0.1");
        assertThat(getAll(first).code()).isZero();
        assertThat(getAll(clone).code()).isEqualTo(403);
        assertThat(getAll(clone).text("message")).contains("another machine is node " + first.code);
        Reply change = server.api("GET", "/changes?kind=node.cloned", null);
        assertThat(change.text("items.0.subjectName")).isEqualTo("web1");
        assertThat(change.at("items.1")).isNull(); // once
    }

    @Test
    void aClone_isServed_onceTheFirstIsGone() {
        TestNode first = TestNode.enrolled(server, "web1");
        TestNode clone = copy(first, "10.0.0.10", 99);
        for (int i = 0; i < 3; i++) {
            first.ping();
            clone.ping();
        }

        server.clock.advance(Duration.ofMinutes(4));
        clone.ping();

        assertThat(getAll(clone).code()).isZero();
        assertThat(first.view().at("node.clone")).isNull();
    }

    @Test
    void anAgentThatWasStartedAnew_isNoClone() {
        TestNode before = TestNode.enrolled(server, "web1");
        before.ping();
        for (int pid = 100; pid < 110; pid++) {
            TestNode after = copy(before, "10.0.0.9", pid);
            after.ping();
            before.ping(); // one last word, sent before it ended
            after.ping();
            server.clock.advance(Duration.ofMinutes(4));
            before = after;
        }

        assertThat(before.view().at("node.clone")).isNull();
        assertThat(getAll(before).code()).isZero();
    }

    @Test
    void aCopyOnOtherHardware_getsAnIdentityOfItsOwn_andWaits() {
        var first = new TestNode(server, "web1");
        first.hardware = Map.of("MachineGuid", "guid-1", "SerialNumber", "serial-1", "DiskID", "disk-1");
        first.login(server.enrolToken(1));
        var copied = new TestNode(server, "web2");
        copied.code = first.code;
        copied.secret = first.secret;
        copied.hardware = Map.of("MachineGuid", "guid-1", "SerialNumber", "serial-2", "DiskID", "disk-2");

        Reply login = copied.login(null);

        assertThat(login.at("data.Token")).isNull();
        assertThat(copied.code).isNotEqualTo(first.code);
        assertThat(copied.view().text("node.status")).isEqualTo("waiting");
        assertThat(copied.view().number("node.replaces")).isEqualTo(first.id());
        assertThat(first.ping().code()).isZero();
    }

    @Test
    void aMachineThatGotNewParts_staysItself() {
        var node = new TestNode(server, "web1");
        node.hardware = Map.of("MachineGuid", "guid-1", "SerialNumber", "serial-1", "DiskID", "disk-1,disk-2");
        node.login(server.enrolToken(1));
        long id = node.id();
        node.hardware =
                Map.of("MachineGuid", "guid-2", "SerialNumber", "serial-2", "DiskID", "disk-2", "UUID", "other");

        Reply login = node.login(null);

        assertThat(login.text("data.Token")).isNotEmpty();
        assertThat(node.id()).isEqualTo(id);
    }

    private TestNode copy(TestNode of, String ip, int pid) {
        var copy = new TestNode(server, "web1");
        copy.code = of.code;
        copy.secret = of.secret;
        copy.ip = ip;
        copy.pid = pid;
        copy.login(null);
        return copy;
    }

    private Reply getAll(TestNode node) {
        return server.link("/Deploy/Upload", List.of(), node.token);
    }
}
