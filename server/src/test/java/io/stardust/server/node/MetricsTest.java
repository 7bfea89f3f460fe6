package io.stardust.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.api.node.DiskView;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.ServerUnderTest.Reply;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
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
    void latest_showsAllThatAHeartbeatTells() {
        TestNode node = TestNode.enrolled(server, "web1");
        Map<String, Object> ping = new LinkedHashMap<>();
        ping.put("Time", server.clock.millis() + 1_500);
        ping.put("DriveInfo", "/[ext4]=50.00G/100.00G,/data,x[xfs]=1.50G/2.00G,C:=3G/4G,nonsense");
        ping.put("DiskIOPS", 12);
        ping.put("DiskActiveTime", 25.5);
        ping.put("GatewayLatency", 1.5);
        ping.put("GatewayLossRate", 0.1);
        ping.put("ServerLatency", "20");
        ping.put("IntranetScore", 0.99);
        ping.put("InternetScore", 0.9);
        ping.put("Signal", 50);
        ping.put("Processes", "java,nginx");
        ping.put("Top", List.of(Map.of("Name", "java", "Pid", 7, "Cpu", 1.25, "Memory", 4096)));
        server.link("/Node/Ping", ping, node.token);

        Reply view = node.view();

        assertThat(view.number("latest.clockOffset")).isEqualTo(1_500);
        assertThat(view.at("latest.disks.0"))
                .isEqualTo(Map.of("mount", "/", "type", "ext4", "total", 100L << 30, "free", 50L << 30));
        assertThat(view.number("latest.diskIops")).isEqualTo(12);
        assertThat(view.at("latest.diskActive")).isEqualTo(0.255);
        assertThat(view.at("latest.gatewayLatency")).isEqualTo(1.5);
        assertThat(view.at("latest.gatewayLossRate")).isEqualTo(0.1);
        assertThat(view.number("latest.serverLatency")).isEqualTo(20);
        assertThat(view.at("latest.intranetScore")).isEqualTo(0.99);
        assertThat(view.number("latest.signal")).isEqualTo(50);
        assertThat(view.text("latest.processNames")).isEqualTo("java,nginx");
        assertThat(view.text("latest.processes.0.name")).isEqualTo("java");
        assertThat(view.at("latest.processes.0.cpu")).isEqualTo(1.25);
    }

    @Test
    void latest_isEmptyWhereTheAgentTellsNothing() {
        TestNode node = TestNode.enrolled(server, "web1");
        server.link("/Node/Ping", Map.of("CpuRate", 0.5), node.token);

        Reply view = node.view();

        assertThat(view.at("latest.clockOffset")).isNull();
        assertThat(view.at("latest.disks.0")).isNull();
        assertThat(view.at("latest.processes.0")).isNull();
        assertThat(view.at("latest.cpuRate")).isEqualTo(0.5);
    }

    @Test
    void disks_areReadFromWhatEachClientWrites() {
        assertThat(NodeViews.disks("/[ext4]=50.00G/100.00G,C:=3G/4G,nonsense,=,/"))
                .containsExactly(
                        new DiskView("/", "ext4", 100L << 30, 50L << 30), new DiskView("C:", "", 4L << 30, 3L << 30));
        assertThat(NodeViews.disks(null)).isEmpty();
    }
}
