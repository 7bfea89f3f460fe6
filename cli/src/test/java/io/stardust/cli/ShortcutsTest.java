package io.stardust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.cli.http.LoginFile;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal.Looks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ShortcutsTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource({
        "ps shop -f,deploy status shop -f",
        "-o json ps shop,-o json deploy status shop",
        "status,deploy status",
        "version,--version",
        "help,--help",
        "help deploy publish,deploy publish --help",
        "help ps,deploy status --help",
        "deploy status ps,deploy status ps",
        "node list,node list"
    })
    void expanded_isWhatIsMeant(String typed, String meant) {
        assertThat(Shortcuts.expanded(typed.split(" "))).containsExactly(meant.split(" "));
    }

    @Test
    void expanded_takesNothing() {
        assertThat(Shortcuts.expanded()).isEmpty();
    }

    @Test
    void everyList_isLs_andEveryRemove_isRmAndDelete() {
        for (CommandLine noun : tree().getSubcommands().values()) {
            var verbs = noun.getSubcommands();
            if (verbs.containsKey("list")) assertThat(verbs).containsKey("ls");
            if (verbs.containsKey("remove") || verbs.containsKey("delete"))
                assertThat(verbs).containsKeys("rm", "delete", "remove");
        }
        assertThat(Objects.requireNonNull(tree().getSubcommands().get("deploy")).getSubcommands())
                .containsKeys("logs", "ps");
    }

    @Test
    void help_isTheHelpOfTheVerb() {
        var cli = new Recorded(home, Map.of());

        assertThat(cli.run("", "help", "deploy", "publish")).isZero();
        assertThat(cli.out())
                .contains("Usage: stardust deploy publish", "--canary", "25%")
                .doesNotContain("25%%");
    }

    @Test
    void version_isToldBothWays() {
        var cli = new Recorded(home, Map.of());

        assertThat(cli.run("", "version")).isZero();
        assertThat(cli.out()).startsWith("stardust ");
    }

    @ParameterizedTest
    @CsvSource({
        "stdout,'\"deploy output\"'",
        "restart,'\"deploy restart\" or \"node restart\"'",
        "publsih,'\"deploy publish\"'",
        "nodes,'\"node list\"'",
        "deploy lsit,'\"deploy list\"'",
        "node publish,'\"deploy publish\"'",
        "ls,'\"deploy list\"'",
        "rm,'\"deploy remove\"'",
        "delete,'\"deploy remove\"'",
        "logz,'\"logs\"'",
        "deploy describe,'\"deploy show\"'"
    })
    void unknownVerbs_areAnsweredByTheNearest(String typed, String near) {
        var cli = new Recorded(home, Map.of());

        assertThat(cli.run("", typed.split(" "))).isEqualTo(2);
        assertThat(cli.err())
                .contains("Unknown command \"" + typed + "\"; did you mean ")
                .contains(near);
        assertThat(cli.err()).contains("next: stardust ");
    }

    @Test
    void unknownVerbs_getNoSuggestion_whenNothingIsNear() {
        var cli = new Recorded(home, Map.of());

        assertThat(cli.run("", "xyzzyplugh")).isEqualTo(2);
        assertThat(cli.err().lines()).containsExactly("error: Unknown command \"xyzzyplugh\"", "next: stardust --help");
    }

    @Test
    void distance_countsSlips() {
        assertThat(List.of(
                        Suggestions.distance("status", "status"),
                        Suggestions.distance("statis", "status"),
                        Suggestions.distance("publsih", "publish"),
                        Suggestions.distance("", "abc")))
                .containsExactly(0, 1, 1, 3);
    }

    private CommandLine tree() {
        var recorded = new Recorded(home, Map.of());
        return new Cli(new Session(Map.of(), new LoginFile(home)), recorded.terminal("", Looks.PLAIN)).tree();
    }
}
