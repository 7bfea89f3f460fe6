package io.stardust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.cli.http.LoginFile;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal.Looks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What people read: the help of all verbs, and every text of this program. */
class HelpTest {
    /** Words that nobody in the field uses, in texts for people. */
    private static final Pattern ODD = Pattern.compile(
            "\\b(anew|shall|whoever|whose|wanted|chosen|chooses|makes|made|somebody|nobody|anybody|afar|begun"
                    + "|tells|told|fares|is away|no more|any more|so many|so long|an order|orders to|asked of|takes off|lets in"
                    + "|gives an?|its id|or its)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

    @TempDir
    Path home;

    @Test
    void help_isRenderedWithoutAWarning_andShowsPercentSignsAsTheyAre() {
        PrintStream before = System.err;
        var warnings = new ByteArrayOutputStream();
        List<String> raw = new ArrayList<>();
        System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
        try {
            for (CommandLine verb : all(tree())) {
                String help = verb.getUsageMessage(CommandLine.Help.Ansi.OFF);
                if (help.contains("%%") || help.contains("%n") || help.contains("${"))
                    raw.add(verb.getCommandSpec().qualifiedName());
            }
        } finally {
            System.setErr(before);
        }

        // others write there as well while this test runs
        assertThat(warnings.toString(StandardCharsets.UTF_8)).doesNotContain("picocli");
        assertThat(raw).isEmpty();
    }

    @Test
    void help_usesTheWordsOfTheField() {
        List<String> odd = new ArrayList<>();
        for (CommandLine verb : all(tree())) {
            verb.getUsageMessage(CommandLine.Help.Ansi.OFF)
                    .lines()
                    .filter(line -> ODD.matcher(line).find())
                    .forEach(line -> odd.add(verb.getCommandSpec().qualifiedName() + ": " + line.strip()));
        }

        assertThat(odd).isEmpty();
    }

    @Test
    void texts_useTheWordsOfTheField() throws IOException {
        List<String> odd = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                for (String line : Files.readAllLines(source)) {
                    LITERAL.matcher(line)
                            .results()
                            .map(literal -> literal.group(1))
                            .filter(text ->
                                    text.contains(" ") && ODD.matcher(text).find())
                            .forEach(text -> odd.add(source.getFileName() + ": " + text));
                }
            }
        }

        assertThat(odd).isEmpty();
    }

    @Test
    void options_sayWhatTheyDo() {
        List<String> poor = new ArrayList<>();
        for (CommandLine verb : all(tree())) {
            verb.getCommandSpec().args().stream()
                    .filter(arg -> arg.description().length == 0)
                    .forEach(arg -> poor.add(verb.getCommandSpec().qualifiedName() + " " + arg.paramLabel()));
        }

        assertThat(poor).isEmpty();
    }

    private CommandLine tree() {
        var recorded = new Recorded(home, Map.of());
        return new Cli(new Session(Map.of(), new LoginFile(home)), recorded.terminal("", Looks.PLAIN)).tree();
    }

    private static List<CommandLine> all(CommandLine command) {
        List<CommandLine> all = new ArrayList<>(List.of(command));
        command.getSubcommands().values().forEach(below -> all.addAll(all(below)));
        return all;
    }
}
