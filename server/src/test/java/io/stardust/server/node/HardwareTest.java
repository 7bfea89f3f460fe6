package io.stardust.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.protocol.Json;
import io.stardust.protocol.node.NodeInfo;
import org.junit.jupiter.api.Test;

class HardwareTest {
    @Test
    void code_isUpstreams_forTheVectorOfTheProtocol() {
        var machine = Json.WIRE.read("""
                {"UUID":"11111111-2222-3333-4444-555555555555","DiskID":"demo-disk","Macs":"02-00-00-00-00-01"}
                """, NodeInfo.class);

        String code = Hardware.code("StarAgent", machine);

        assertThat(code).isEqualTo("B276D922");
    }

    @Test
    void code_isEmpty_whenTheMachineNamesNoHardware() {
        var machine = Json.WIRE.read("{\"MachineName\":\"web1\",\"UUID\":\" \"}", NodeInfo.class);

        String code = Hardware.code("StarAgent", machine);

        assertThat(code).isEmpty();
    }
}
