package io.stardust.cli.config;

import io.stardust.api.config.ConfigDiff;
import io.stardust.api.config.ConfigDifference;
import io.stardust.api.config.ConfigItemView;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Style;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** How items and what is otherwise with them read in a table. */
final class ConfigText {
    private static final Cell SECRET = new Cell("***", Style.DIM);
    private static final Cell EMPTY = new Cell("(empty)", Style.DIM);

    private ConfigText() {}

    static Cell value(@Nullable CharSequence value, boolean secret) {
        if (secret) return SECRET;
        return value != null && value.isEmpty() ? EMPTY : Cell.of(text(value));
    }

    static @Nullable String text(@Nullable CharSequence value) {
        return value == null ? null : value.toString();
    }

    /** As it will be; of an item that goes, as it is. */
    static Cell value(ConfigItemView item) {
        boolean gone = item.state().equals("removed");
        return value(gone ? item.live() : item.value(), item.type().equals("secret"));
    }

    /** {@code live}, or what the draft does. */
    static Cell state(ConfigItemView item) {
        return switch (item.state()) {
            case "live" -> new Cell("live", Style.GOOD);
            case "removed" -> new Cell("removed", Style.BAD);
            default -> new Cell(item.state(), Style.BUSY);
        };
    }

    static void print(Terminal terminal, ConfigDiff diff, String none) {
        var table = new Table("CHANGE", "KEY", "SCOPE", "BEFORE", "AFTER");
        for (ConfigDifference one : diff.items()) {
            table.row(
                    kind(one.kind()),
                    one.key(),
                    one.scope(),
                    one.kind().equals("added") ? null : value(one.before(), one.secret()),
                    one.kind().equals("removed") ? null : value(one.after(), one.secret()));
        }
        table.print(terminal, none);
    }

    private static Cell kind(String kind) {
        return switch (kind) {
            case "added" -> new Cell(kind, Style.GOOD);
            case "removed" -> new Cell(kind, Style.BAD);
            default -> new Cell(kind, Style.BUSY);
        };
    }
}
