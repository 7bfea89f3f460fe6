package io.stardust.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing told as names and values, a line each; what is not known is left out. Not thread-safe. */
public final class Facts {
    private final Map<String, Cell> facts = new LinkedHashMap<>();

    /** Adds a fact; null, blank, and 0 are left out. */
    public Facts add(String name, @Nullable Object value) {
        if (value == null || value.toString().isBlank()) return this;
        if (value instanceof Number number && number.longValue() == 0) return this;
        facts.put(Clean.line(name), Cell.of(value));
        return this;
    }

    /** Writes them as the answer. */
    public void print(Terminal terminal) {
        int width = facts.keySet().stream().mapToInt(Columns::of).max().orElse(0);
        facts.forEach((name, cell) -> terminal.painted(terminal.paint(Style.DIM, name)
                + " ".repeat(width - Columns.of(name) + 2)
                + terminal.paint(cell.style(), cell.text())));
    }
}
