package io.stardust.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.cli.Recorded;
import io.stardust.cli.terminal.Terminal.Looks;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Recorded recorded = new Recorded(Path.of("."), Map.of());

    @Test
    void print_alignsColumns_andKeepsARowOnOneLine() {
        new Table("ID", "NAME", "NOTE")
                .row(1, "a", "two\nlines")
                .row(12, "longer", null)
                .print(recorded.terminal("", Looks.PLAIN), "none");

        assertThat(recorded.out().lines())
                .containsExactly("ID  NAME    NOTE", "1   a       two lines", "12  longer  -");
    }

    @Test
    void print_colours_withoutMovingColumns() {
        new Table("STATE", "X")
                .row(Cell.state("running"), 1)
                .row(Cell.state("gaveUp"), 2)
                .print(recorded.terminal("", new Looks(true, true, 80)), "none");

        assertThat(recorded.out().replaceAll("\u001b\\[[0-9]*m", "").lines())
                .containsExactly("STATE    X", "running  1", "gave up  2");
        assertThat(recorded.out()).contains("\u001b[32mrunning\u001b[0m").contains("\u001b[31mgave up\u001b[0m");
    }

    @Test
    void print_saysSoBesideTheAnswer_whenThereIsNothing() {
        new Table("ID").print(recorded.terminal("", Looks.PLAIN), "no node");

        assertThat(recorded.out()).isEmpty();
        assertThat(recorded.err()).isEqualToIgnoringNewLines("no node");
    }

    @Test
    void facts_leaveOutWhatIsNotKnown() {
        new Facts()
                .add("id", 3)
                .add("port", 0)
                .add("file name", null)
                .add("mode", "standard")
                .print(recorded.terminal("", Looks.PLAIN));

        assertThat(recorded.out().lines()).containsExactly("id    3", "mode  standard");
    }

    @Test
    void print_aligns_whenNamesAreChinese() {
        new Table("NAME", "X").row("商店", 1).row("web", 2).print(recorded.terminal("", Looks.PLAIN), "none");

        assertThat(recorded.out().lines()).containsExactly("NAME  X", "商店  1", "web   2");
    }

    @Test
    void print_cutsTheWidestFields_onANarrowTerminal() {
        String path = "/usr/bin:".repeat(25);
        new Table("ID", "NAME", "REASON")
                .row(1, "shop", path)
                .row(2, "商店", "short")
                .print(recorded.terminal("", new Looks(true, false, 40)), "none");

        assertThat(recorded.out().lines()).allMatch(line -> Columns.of(line) <= 40);
        assertThat(recorded.out()).contains("1   shop  /usr/bin:").contains("…").contains("short");
    }

    @Test
    void print_cutsNothing_whenNobodyWatches_orWideIsAskedFor() {
        String path = "/usr/bin:".repeat(25);
        var wide = recorded.terminal("", new Looks(true, false, 40));
        wide.wide(true);

        new Table("ID", "PATH").row(1, path).print(recorded.terminal("", Looks.PLAIN), "none");
        new Table("ID", "PATH").row(1, path).print(wide, "none");

        assertThat(recorded.out().lines().filter(line -> line.contains(path))).hasSize(2);
    }

    @Test
    void print_givesUpCutting_whenTheTerminalIsFarTooNarrow() {
        new Table("A", "B")
                .row("a".repeat(50), "b".repeat(50))
                .print(recorded.terminal("", new Looks(true, false, 5)), "");

        assertThat(recorded.out().lines()).containsExactly("A       B", "aaaaa…  bbbbb…");
    }
}
