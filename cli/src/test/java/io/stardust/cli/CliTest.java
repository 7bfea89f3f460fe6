package io.stardust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.cli.http.LoginFile;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal.Looks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CliTest {
    /** Reserved for nobody: a connection is refused at once. */
    private static final String NOBODY = "http://127.0.0.1:1";

    @TempDir
    Path home;

    @Test
    void everyVerb_saysWhatItDoes_andGivesAnExample() {
        List<String> poor = new ArrayList<>();

        for (CommandLine verb : all(tree())) {
            var help = verb.getCommandSpec().usageMessage();
            String name = verb.getCommandSpec().qualifiedName();
            if (help.description().length == 0) poor.add(name + " has no description");
            boolean example = List.of(help.footer()).stream().anyMatch(line -> line.contains("stardust "));
            if (!example) poor.add(name + " has no example");
        }

        assertThat(poor).isEmpty();
    }

    @Test
    void everyExample_isOneThatParses() {
        CommandLine tree = tree(); // each parse begins with nothing of the one before
        for (CommandLine verb : all(tree)) {
            for (String line : verb.getCommandSpec().usageMessage().footer()) {
                if (!line.startsWith("  stardust ")) continue;
                String[] words = line.replaceAll("\"[^\"]*\"", "text").strip().split(" +");
                var args = List.of(words).subList(1, words.length).toArray(String[]::new);

                assertThat(tree.parseArgs(args).errors()).as(line).isEmpty();
            }
        }
    }

    @Test
    void everyVerb_takesHelpAndOutput() {
        for (CommandLine verb : all(tree())) {
            assertThat(verb.getCommandSpec().optionsMap())
                    .as(verb.getCommandSpec().qualifiedName())
                    .containsKeys("--help", "--output", "-o");
        }
    }

    @Test
    void run_endsWith2_whenAVerbIsUnknown() {
        var cli = new Recorded(home, Map.of());

        int exit = cli.run("", "deploy", "statis");

        assertThat(exit).isEqualTo(2);
        assertThat(cli.err())
                .contains("Unknown command \"deploy statis\"; did you mean \"deploy status\"")
                .contains("next: stardust deploy --help");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void run_endsWith2_whenAValueIsOfTheWrongKind() {
        var cli = new Recorded(home, Map.of());

        assertThat(cli.run("", "deploy", "create", "hello", "--port", "many")).isEqualTo(2);
        assertThat(cli.err()).contains("--port").contains("many");
    }

    @Test
    void run_endsWith3_whenNobodyIsSignedIn() {
        var cli = new Recorded(home, Map.of());

        assertThat(cli.run("", "node", "list")).isEqualTo(3);
        assertThat(cli.err())
                .isEqualToIgnoringNewLines("error: not signed in at http://localhost:6600; sign in with: stardust login"
                        + " --url http://localhost:6600");
    }

    @Test
    void run_endsWith6_whenNoServerAnswers() {
        var cli = new Recorded(home, Map.of("STARDUST_URL", NOBODY, "STARDUST_TOKEN", "sd_api_x"));

        assertThat(cli.run("", "node", "list")).isEqualTo(6);
        assertThat(cli.err()).contains(NOBODY + ": nothing listens there").contains("check that the server runs");
    }

    @Test
    void login_endsWith2_whenThereIsNoTerminalToAskOn() {
        var cli = new Recorded(home, Map.of("STARDUST_URL", NOBODY));

        assertThat(cli.run("", "login")).isEqualTo(2);
        assertThat(cli.err()).contains("--password-stdin");
    }

    @Test
    void login_takesNoPasswordAsAnArgument() {
        for (String verb : List.of("login", "setup")) {
            var login = Objects.requireNonNull(tree().getSubcommands().get(verb));
            assertThat(login.getCommandSpec().optionsMap()).doesNotContainKeys("--password", "-p");
        }
    }

    @Test
    void url_isRefused_whenItIsNone() {
        var cli = new Recorded(home, Map.of("STARDUST_URL", "localhost:6600", "STARDUST_TOKEN", "sd_api_x"));

        assertThat(cli.run("", "node", "list")).isEqualTo(2);
        assertThat(cli.err()).contains("url: localhost:6600 (expected: like http://localhost:6600)");
    }

    @Test
    void logout_saysThatNobodyWasThere_asJsonForPrograms() {
        var cli = new Recorded(home, Map.of());

        assertThat(cli.run("", "logout", "-o", "json")).isZero();
        assertThat(cli.out()).isEqualToIgnoringNewLines("{\"message\":\"not signed in\"}");
    }

    @Test
    void completion_isAScriptThatBashTakes() throws Exception {
        var cli = new Recorded(home, Map.of());

        assertThat(cli.run("", "completion")).isZero();

        Path script = Files.writeString(home.resolve("completion.sh"), cli.out());
        Process bash = new ProcessBuilder("bash", "-n", script.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).isZero();
        assertThat(cli.out()).contains("rollback", "--password-stdin");
    }

    @Test
    void completion_asksForNames_whereAVerbTakesOne() throws Exception {
        var cli = new Recorded(home, Map.of());
        cli.run("", "completion");
        Path script = Files.writeString(home.resolve("completion.sh"), cli.out());
        String typed = """
                stardust() { [[ $1 == names ]] && echo "$2"; }
                source '%s'
                typed() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _stardust_with_names; echo "${COMPREPLY[@]}"; }
                typed stardust node show ''
                typed stardust deploy publish shop --node ''
                typed stardust deploy publish ''
                typed stardust logs ''
                """.formatted(script);

        Process bash = new ProcessBuilder("bash", "-c", typed)
                .redirectErrorStream(true)
                .start();
        String answers = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(answers.lines()).containsExactly("nodes", "nodes", "deployments", "deployments");
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
