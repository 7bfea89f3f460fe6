package io.stardust.cli.logs;

import io.stardust.api.logs.LogEntry;
import io.stardust.cli.terminal.Style;
import io.stardust.cli.terminal.Terminal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A record as lines of a terminal. */
final class LogText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int LEVEL = 5; // characters of the longest

    private LogText() {}

    /** @param many whether records of several apps are shown */
    static void print(Terminal terminal, LogEntry entry, boolean many) {
        String level = entry.level().toUpperCase(Locale.ROOT);
        StringBuilder head = new StringBuilder()
                .append(TIME.format(Instant.ofEpochMilli(entry.time())))
                .append(' ')
                .append(terminal.paint(style(level), level + " ".repeat(LEVEL - level.length())));
        if (many) head.append(' ').append(entry.app());
        if (entry.node() != null) head.append(' ').append(entry.node());
        if (entry.logger() != null) head.append(' ').append(entry.logger());
        terminal.output(head + ": " + entry.message().stripTrailing() + "\n");
    }

    private static Style style(String level) {
        return switch (level) {
            case "ERROR", "FATAL" -> Style.BAD;
            case "WARN" -> Style.BUSY;
            case "TRACE", "DEBUG" -> Style.DIM;
            default -> Style.PLAIN;
        };
    }
}
