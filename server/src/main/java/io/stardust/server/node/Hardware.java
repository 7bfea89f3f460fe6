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

    /** Marks of a machine that are compared. */
    static final int MARKS = 5;

    /**
     * How many of the five marks two descriptions share (upstream's rule, docs/protocol.md): UUID, machine id and
     * serial number that are told now and differ cost one each, as do addresses and disks of which none is the same.
     */
    static int same(NodeInfo known, NodeInfo now) {
        int same = MARKS;
        if (differs(known.uuid(), now.uuid())) same--;
        if (differs(known.machineGuid(), now.machineGuid())) same--;
        if (differs(known.serialNumber(), now.serialNumber())) same--;
        if (shareNone(known.macs(), now.macs())) same--;
        if (shareNone(known.diskId(), now.diskId())) same--;
        return same;
    }

    private static boolean differs(@Nullable String known, @Nullable String now) {
        return !text(now).isEmpty() && !text(now).equalsIgnoreCase(text(known));
    }

    private static boolean shareNone(@Nullable String known, @Nullable String now) {
        if (text(known).equalsIgnoreCase(text(now))) return false; // both may be empty
        for (String one : text(known).split(",", -1)) {
            for (String other : text(now).split(",", -1)) {
                if (!one.isBlank() && one.trim().equalsIgnoreCase(other.trim())) return false;
            }
        }
        return true;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.trim();
    }
}
