package io.stardust.server.node.view;

import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk of a node; sizes are bytes. */
@Json
public record DiskView(String mount, String type, long total, long free) {
    private static final double GB = 1 << 30;

    /** Reads upstream's {@code /[ext4]=50.00G/100.00G,/data[xfs]=…}; what is written otherwise is left out. */
    public static List<DiskView> all(@Nullable String driveInfo) {
        List<DiskView> disks = new ArrayList<>();
        if (driveInfo == null) return disks;
        for (String part : driveInfo.split(",", 100)) {
            int equals = part.lastIndexOf('=');
            int open = part.lastIndexOf('[', Math.max(equals, 0));
            int close = part.lastIndexOf(']', Math.max(equals, 0));
            int slash = part.indexOf('/', Math.max(equals, 0));
            if (equals < 0 || slash < 0) continue;
            boolean typed = open >= 0 && close > open;
            disks.add(new DiskView(
                    part.substring(0, typed ? open : equals).trim(),
                    typed ? part.substring(open + 1, close) : "",
                    bytes(part.substring(slash + 1)),
                    bytes(part.substring(equals + 1, slash))));
        }
        return disks;
    }

    private static long bytes(String text) {
        String number = text.trim();
        if (number.endsWith("G")) number = number.substring(0, number.length() - 1);
        try {
            return Math.max(0, Math.round(Double.parseDouble(number) * GB));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
