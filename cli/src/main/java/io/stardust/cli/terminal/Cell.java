package io.stardust.cli.terminal;

import org.jspecify.annotations.Nullable;

/** One field of a {@link Table}. Immutable. */
public record Cell(String text, Style style) {
    public Cell {
        text = Clean.line(text);
    }

    /** {@code value} as it reads; nothing to tell is {@code -}. */
    public static Cell of(@Nullable Object value) {
        if (value instanceof Cell cell) return cell;
        String text = value == null ? "" : value.toString();
        return new Cell(text.isBlank() ? "-" : text, Style.PLAIN);
    }

    /** {@code yes} or {@code no}. */
    public static Cell yes(boolean value) {
        return Cell.of(value ? "yes" : "no");
    }

    /** A state by its name in the API, coloured by what it means. */
    public static Cell state(@Nullable String state) {
        Style style = switch (state == null ? "" : state) {
            case "running", "online", "done", "ready", "hosted" -> Style.GOOD;
            case "failed", "gaveUp", "unhealthy", "error", "unreachable", "offline", "notResponding", "crashed" ->
                Style.BAD;
            case "installing",
                    "starting",
                    "backOff",
                    "waiting",
                    "working",
                    "processing",
                    "queued",
                    "paused",
                    "scheduled",
                    "reverting" -> Style.BUSY;
            default -> Style.PLAIN;
        };
        return new Cell("backOff".equals(state) ? "restarting" : Words.spaced(state), style);
    }
}
