package io.stardust.server.command;

import io.stardust.server.node.Node;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a time is written for a node: agents compiled before 2025 take the server's wall clock without a zone, all others
 * UTC with {@code Z} (upstream's NodeService.SendCommand decides by the same year).
 */
final class CommandDates {
    private static final int FIRST_UTC_YEAR = 2025;
    private static final Pattern YEAR = Pattern.compile("(\\d{4})-.*");
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter WALL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

    private CommandDates() {}

    /** Empty for no time, as clients expect. */
    static String text(@Nullable Instant time, Node node) {
        if (time == null) return "";
        return takesWallClock(node) ? WALL.withZone(ZoneId.systemDefault()).format(time) : UTC.format(time);
    }

    private static boolean takesWallClock(Node node) {
        if (!node.foreign() || node.compile() == null) return false;
        var year = YEAR.matcher(node.compile());
        return year.matches() && Integer.parseInt(year.group(1)) < FIRST_UTC_YEAR;
    }
}
