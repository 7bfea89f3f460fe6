package io.stardust.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows under heads, each column as wide as its widest field. Not thread-safe. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> heads;
    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(String... heads) {
        this.heads = List.of(heads);
    }

    /** Adds a row; fields are {@link Cell}s or anything that reads well; null reads as {@code -}. */
    public Table row(@Nullable Object... fields) {
        if (fields.length != heads.size()) {
            throw new IllegalArgumentException(fields.length + " fields (expected: " + heads.size() + ")");
        }
        List<Cell> row = new ArrayList<>();
        for (Object field : fields) row.add(Cell.of(field));
        rows.add(row);
        return this;
    }

    /** Writes it as part of the answer; {@code none} stands in for an empty one, beside the answer. */
    public void print(Terminal terminal, String none) {
        if (rows.isEmpty()) {
            terminal.note(none);
            return;
        }
        int[] widths = widths();
        var head = new StringBuilder();
        for (int i = 0; i < widths.length; i++) append(head, heads.get(i), heads.get(i), widths, i);
        terminal.print(terminal.paint(Style.DIM, head.toString()));
        for (List<Cell> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                Cell cell = row.get(i);
                append(line, cell.text(), terminal.paint(cell.style(), cell.text()), widths, i);
            }
            terminal.print(line.toString());
        }
    }

    private int[] widths() {
        int[] widths = new int[heads.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = heads.get(i).length();
            for (List<Cell> row : rows)
                widths[i] = Math.max(widths[i], row.get(i).text().length());
        }
        return widths;
    }

    private static void append(StringBuilder line, String plain, String painted, int[] widths, int column) {
        line.append(painted);
        boolean last = column == widths.length - 1;
        if (!last) line.append(" ".repeat(widths[column] - plain.length())).append(GAP);
    }
}
