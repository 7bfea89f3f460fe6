package io.stardust.cli;

import io.stardust.cli.terminal.Format;
import io.stardust.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The word all verbs stand under, with the options that all of them take. */
@Command(
        name = "stardust",
        description = "Deploy and monitor services on your servers.",
        synopsisSubcommandLabel = "VERB",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nVerbs:%n",
        footerHeading = "%nExample:%n",
        footer = {
            "  stardust login --url http://deploy.example:6600",
            "  stardust deploy publish hello --file hello-1.0.zip --node web1 --create",
            "",
            "Exit codes: 0 ok, 1 failed, 2 usage, 3 not signed in, 4 not found, 5 conflict, 6 unavailable.",
            "Short forms: ps and status (deploy status), ls (list), rm (remove).",
            "STARDUST_URL and STARDUST_TOKEN replace a login."
        })
final class Stardust {
    private final Terminal terminal;

    Stardust(Terminal terminal) {
        this.terminal = terminal;
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "Output format: table or json.")
    void format(Format format) {
        terminal.format(format);
    }

    @Option(names = "--wide", scope = ScopeType.INHERIT, description = "Show long fields of tables in full.")
    void wide(boolean wide) {
        terminal.wide(wide);
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show help.")
    @SuppressWarnings("unused") // picocli reads the option, not the field
    private boolean help;

    @Option(
            names = {"--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("unused") // as above
    private boolean version;
}
