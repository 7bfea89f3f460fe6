package io.stardust.cli.config;

import io.stardust.api.config.ConfigItemView;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stardust config export}. */
@Command(
        name = "export",
        description = "Print the live items of a scope as a file that import reads; secrets are left out.",
        footer = {"  stardust config export shop", "  stardust config export shop --format yaml --scope test"})
final class ExportVerb extends AppVerb {
    @Option(
            names = "--format",
            paramLabel = "FORM",
            description = "properties, yaml or json; default: properties, json with -o json.")
    private FileForm form = FileForm.PROPERTIES;

    @Option(names = "--scope", paramLabel = "SCOPE", description = "Scope of the items; default: every scope.")
    private @Nullable String scope;

    @Option(names = "--draft", description = "The items after the next publish.")
    private boolean draft;

    ExportVerb(Session session, Terminal terminal) {
        super(session, terminal);
    }

    @Override
    public void run() {
        List<Entry> entries = new ArrayList<>();
        int secrets = 0;
        for (ConfigItemView item : ConfigApi.views(ConfigApi.items(api(), app(), null))) {
            if (!item.scope().equals(ConfigApi.scope(scope))) continue;
            boolean live = item.state().equals("live");
            @Nullable String value = ConfigText.text(draft || live ? item.value() : item.live());
            if (item.type().equals("secret")) secrets++;
            else if (value != null) entries.add(new Entry(item.key(), value, item.type(), item.remark()));
        }
        if (terminal.json()) terminal.printJson(FileForm.JSON.write(entries).stripTrailing());
        else terminal.output(form.write(entries));
        if (secrets > 0) terminal.note("%s left out".formatted(Words.count(secrets, "secret")));
    }
}
