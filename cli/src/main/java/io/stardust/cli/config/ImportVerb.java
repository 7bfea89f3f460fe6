package io.stardust.cli.config;

import io.stardust.api.app.AppView;
import io.stardust.api.config.ConfigEdit;
import io.stardust.api.config.ConfigEdits;
import io.stardust.api.config.ConfigItemView;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Style;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.protocol.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust config import}. */
@Command(
        name = "import",
        description = "Add or change items from a properties, YAML or JSON file with the next publish.",
        footer = {
            "  stardust config import shop application.yml --dry-run",
            "  stardust config import shop test.properties --scope test --replace"
        })
final class ImportVerb extends AppVerb {
    @Parameters(index = "1", paramLabel = "FILE", description = "File to read; -: standard input.")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description = "properties, yaml or json; default: by the end of the file name.")
    private @Nullable FileForm form;

    @Option(names = "--scope", paramLabel = "SCOPE", description = "Scope of the items; default: every scope.")
    private @Nullable String scope;

    @Option(
            names = "--replace",
            description = "Remove the items of the scope that the file does not have; secrets stay.")
    private boolean replace;

    @Option(names = "--dry-run", description = "Show the edits, and change nothing.")
    private boolean dry;

    ImportVerb(Session session, Terminal terminal) {
        super(session, terminal);
    }

    @Override
    public void run() {
        List<Entry> entries = entries();
        AppView app = app();
        Map<String, ConfigItemView> there = new LinkedHashMap<>();
        for (ConfigItemView item : ConfigApi.views(ConfigApi.items(api(), app, null))) {
            boolean ours =
                    item.scope().equals(ConfigApi.scope(scope)) && !item.state().equals("removed");
            if (ours) there.put(item.key(), item);
        }
        List<ConfigEdit> edits = edits(entries, there);
        if (dry) show(edits, there);
        else if (edits.isEmpty()) terminal.say("app %s has all of these items already".formatted(app.name()));
        else edit(app, edits);
    }

    private List<Entry> entries() {
        boolean input = file.toString().equals("-");
        if (input && form == null) throw Failure.usage("standard input: unknown form (expected: --format)");
        FileForm read = form == null ? FileForm.of(file) : form;
        return read.read(input ? Texts.whole(terminal) : Texts.whole(file));
    }

    private List<ConfigEdit> edits(List<Entry> entries, Map<String, ConfigItemView> there) {
        List<ConfigEdit> edits = new ArrayList<>();
        Map<String, ConfigItemView> left = new LinkedHashMap<>(there);
        for (Entry entry : entries) {
            @Nullable ConfigItemView item = left.remove(entry.key());
            boolean valued = item == null || !entry.value().equals(ConfigText.text(item.value()));
            String was = item == null || item.remark() == null ? "" : item.remark();
            boolean told = entry.remark() != null && !entry.remark().equals(was);
            if (!valued && !told) continue;
            edits.add(new ConfigEdit(
                    "set",
                    entry.key(),
                    scope,
                    item == null ? entry.type() : null,
                    valued ? entry.value() : null,
                    told ? entry.remark() : null));
        }
        if (replace) {
            for (ConfigItemView item : left.values()) {
                if (item.type().equals("secret")) continue;
                edits.add(new ConfigEdit("remove", item.key(), scope, null, null, null));
            }
        }
        return edits;
    }

    private void show(List<ConfigEdit> edits, Map<String, ConfigItemView> there) {
        if (terminal.json()) {
            List<ConfigEdit> shown = edits.stream()
                    .map(edit -> secret(edit, there) ? masked(edit) : edit)
                    .toList();
            terminal.printJson(Json.TOLERANT.pretty(new ConfigEdits(shown)));
            return;
        }
        var table = new Table("CHANGE", "KEY", "BEFORE", "AFTER");
        for (ConfigEdit edit : edits) {
            String key = String.valueOf(edit.key());
            @Nullable ConfigItemView item = there.get(key);
            boolean secret = secret(edit, there);
            boolean removed = "remove".equals(edit.act());
            Cell kind = removed
                    ? new Cell("removed", Style.BAD)
                    : item == null ? new Cell("added", Style.GOOD) : new Cell("changed", Style.BUSY);
            @Nullable CharSequence after = edit.value() == null && item != null ? item.value() : edit.value();
            table.row(
                    kind,
                    key,
                    item == null ? null : ConfigText.value(item.value(), secret),
                    removed ? null : ConfigText.value(after, secret));
        }
        table.print(terminal, "no edits");
    }

    private static boolean secret(ConfigEdit edit, Map<String, ConfigItemView> there) {
        @Nullable ConfigItemView item = there.get(String.valueOf(edit.key()));
        return item != null && item.type().equals("secret");
    }

    private static ConfigEdit masked(ConfigEdit edit) {
        return new ConfigEdit(edit.act(), edit.key(), edit.scope(), edit.type(), null, edit.remark());
    }
}
