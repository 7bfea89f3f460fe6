package io.stardust.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows under heads, each column as wide as its widest field; on a terminal that is too narrow the widest columns are
 * cut. Not thread-safe.
 */
public final class Table {
    private static final String GAP = "  ";

    /** No column gets narrower than this many columns of the terminal. */
    private static final int NARROWEST = 6;

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
        fit(widths, terminal.room());
        List<Cell> head = heads.stream().map(word -> new Cell(word, Style.DIM)).toList();
        line(terminal, head, widths);
        for (List<Cell> row : rows) line(terminal, row, widths);
    }

    private int[] widths() {
        int[] widths = new int[heads.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Columns.of(heads.get(i));
            for (List<Cell> row : rows)
                widths[i] = Math.max(widths[i], Columns.of(row.get(i).text()));
        }
        return widths;
    }

    /** Takes from the widest columns until all fit into {@code room}, or none can give more. */
    private static void fit(int[] widths, int room) {
        long needed = (long) GAP.length() * (widths.length - 1);
        for (int width : widths) needed += width;
        while (needed > room) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) if (widths[i] >= widths[widest]) widest = i;
            if (widths[widest] <= NARROWEST) return;
            widths[widest]--;
            needed--;
        }
    }

    private static void line(Terminal terminal, List<Cell> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String text = Columns.cut(cells.get(i).text(), widths[i]);
            line.append(terminal.paint(cells.get(i).style(), text));
            boolean last = i == widths.length - 1;
            if (!last) line.append(" ".repeat(widths[i] - Columns.of(text))).append(GAP);
        }
        terminal.painted(line.toString());
    }
}
