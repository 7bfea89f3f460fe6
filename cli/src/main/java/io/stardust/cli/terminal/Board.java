package io.stardust.cli.terminal;

import java.util.List;

/** A few lines redrawn in place on an interactive terminal. Not thread-safe. */
public final class Board {
    private final Terminal terminal;
    private int shown;

    public Board(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Replaces what was shown. Lines are cut at the terminal's width, for a wrapped line could not be redrawn. */
    public void show(List<List<Cell>> lines) {
        var text = new StringBuilder();
        if (shown > 0) text.append("\u001b[").append(shown).append("A");
        for (List<Cell> line : lines) text.append("\r").append(line(line)).append("\u001b[K\n");
        if (shown > lines.size()) text.append("\u001b[J");
        shown = lines.size();
        terminal.draw(text.toString());
    }

    private String line(List<Cell> cells) {
        var line = new StringBuilder();
        int left = terminal.width() - 1;
        for (Cell cell : cells) {
            String text = Columns.fitting(cell.text(), left);
            line.append(terminal.paint(cell.style(), text));
            left -= Columns.of(text);
        }
        return line.toString();
    }
}
