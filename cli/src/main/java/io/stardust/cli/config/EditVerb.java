package io.stardust.cli.config;

import io.stardust.api.app.AppView;
import io.stardust.api.config.ConfigSheetPatch;
import io.stardust.api.config.ConfigSheetView;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stardust config edit}. */
@Command(
        name = "edit",
        description =
                "Edit the settings of a config, in effect immediately; options that are not given stay unchanged.",
        footer = {
            "  stardust config edit base --share project --global",
            "  stardust config edit shop --quotes base,logging"
        })
final class EditVerb extends AppVerb {
    @Option(names = "--enabled", negatable = true, description = "Deliver the config, or nothing.")
    private @Nullable Boolean enabled;

    @Option(
            names = "--share",
            paramLabel = "WITH",
            description = "Apps that can inherit from it or refer to it: none, project or all.")
    private @Nullable String share;

    @Option(names = "--global", negatable = true, description = "All apps that it is shared with inherit it.")
    private @Nullable Boolean global;

    @Option(names = "--read-only", negatable = true, description = "Apps cannot add missing keys to the draft.")
    private @Nullable Boolean readOnly;

    @Option(
            names = "--quotes",
            paramLabel = "APP,...",
            description = "Names of the apps to inherit from, the strongest first; '': none.")
    private @Nullable String quotes;

    EditVerb(Session session, Terminal terminal) {
        super(session, terminal);
    }

    @Override
    public void run() {
        AppView app = app();
        ConfigSheetView sheet = ConfigApi.sheet(api(), app);
        var patch = new ConfigSheetPatch(enabled, share, global, readOnly, names(quotes));
        var reply = api().patch(ConfigApi.path(app), sheet.revision(), patch);
        if (terminal.json()) terminal.print(reply);
        else terminal.print("config of app %s updated".formatted(app.name()));
    }

    private static @Nullable List<String> names(@Nullable String text) {
        if (text == null) return null;
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
