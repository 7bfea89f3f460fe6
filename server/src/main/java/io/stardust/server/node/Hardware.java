package io.stardust.server.node;

import io.stardust.protocol.node.NodeInfo;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A machine's code from what it says about its hardware: upstream's default formula
 * {@code Crc({ProductCode}@{UUID}@{DiskID}@{Macs})} (NodeService.BuildCode), CRC-32 of the UTF-8 text with its bytes in
 * little-endian order as upper-case hex. The code is a name, never a proof: anybody can send these values.
 */
final class Hardware {
    private Hardware() {}

    /** Returns eight hex digits; empty when the machine names no hardware at all, so that such machines do not meet. */
    static String code(String product, NodeInfo machine) {
        String uuid = text(machine.uuid());
        String disk = text(machine.diskId());
        String macs = text(machine.macs());
        if (uuid.isEmpty() && disk.isEmpty() && macs.isEmpty()) return "";
        var crc = new CRC32();
        crc.update(String.join("@", product, uuid, disk, macs).getBytes(StandardCharsets.UTF_8));
        return "%08X".formatted(Integer.reverseBytes((int) crc.getValue()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.trim();
    }
}
