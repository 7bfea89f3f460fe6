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
        description = "Add or change items from a file, or from an export of Apollo or Nacos, with the next publish.",
        footer = {
            "  stardust config import shop application.yml --dry-run",
            "  stardust config import shop test.properties --scope test --replace",
            "  stardust config import shop nacos_config_export.zip --files 'DEFAULT_GROUP/shop.*' --secret '*password*'",
            "  stardust config import shop apollo_config_export.zip --files 'shop/PRO/*' --files 'shop/FAT/*=test'"
        })
final class ImportVerb extends AppVerb {
    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "properties, YAML or JSON file, or zip of an export; -: standard input.")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description = "properties, yaml or json; default: by the end of the file name.")
    private @Nullable FileForm form;

    @Option(names = "--scope", paramLabel = "SCOPE", description = "Scope of the items; default: every scope.")
    private @Nullable String scope;

    @Option(
            names = "--files",
            paramLabel = "FILES[=SCOPE]",
            description = "Which files of an export, *: any text; repeatable. APP/ENV/CLUSTER/NAMESPACE of Apollo,"
                    + " GROUP/DATA-ID of Nacos.")
    private List<String> files = List.of();

    @Option(names = "--whole", description = "Make each file of an export one item, named like the file.")
    private boolean whole;

    @Option(
            names = "--secret",
            paramLabel = "KEYS",
            description = "Keys of secrets, *: any text; repeatable; default: none, and secrets stay secrets.")
    private List<String> secrets = List.of();

    @Option(
            names = "--literal",
            description = "Keep placeholders as text that the app fills in, not as references; exports always do.")
    private boolean literal;

    @Option(
            names = "--replace",
            description = "Remove the items of the same scopes that are not in the import; secrets stay.")
    private boolean replace;

    @Option(names = "--dry-run", description = "Show the edits, and change nothing.")
    private boolean dry;

    ImportVerb(Session session, Terminal terminal) {
        super(session, terminal);
    }

    @Override
    public void run() {
        Intake intake = intake();
        AppView app = app();
        Map<Intake.Id, ConfigItemView> there = new LinkedHashMap<>();
        for (ConfigItemView item : ConfigApi.views(ConfigApi.items(api(), app, null))) {
            if (!item.state().equals("removed")) there.put(Intake.Id.of(item), item);
        }
        List<ConfigEdit> edits = edits(intake, there);
        if (dry) show(edits, there);
        else if (edits.isEmpty()) terminal.say("app %s has all of these items already".formatted(app.name()));
        else edit(app, edits);
    }

    private Intake intake() {
        if (ExportZip.is(file)) return Intake.of(ExportZip.read(file), files, scope, form, whole);
        if (!files.isEmpty() || whole)
            throw Failure.usage("%s: --files and --whole are for exports (expected: a .zip)".formatted(file));
        boolean input = file.toString().equals("-");
        if (input && form == null) throw Failure.usage("standard input: unknown form (expected: --format)");
        FileForm read = form == null ? FileForm.of(file) : form;
        String text = input ? Texts.whole(terminal) : Texts.whole(file);
        boolean foreign = literal || ApolloItems.in(text).isPresent();
        List<Entry> entries = read.read(text);
        return Intake.of(foreign ? entries.stream().map(Entry::literal).toList() : entries, scope);
    }

    private List<ConfigEdit> edits(Intake intake, Map<Intake.Id, ConfigItemView> there) {
        List<Glob> hidden = secrets.stream().map(Glob::of).toList();
        List<ConfigEdit> edits = new ArrayList<>();
        Map<Intake.Id, ConfigItemView> left = new LinkedHashMap<>(there);
        intake.items().forEach((id, read) -> {
            Entry entry = hidden.stream().anyMatch(glob -> glob.matches(id.key())) ? read.secret() : read;
            @Nullable ConfigItemView item = left.remove(id);
            boolean valued = item == null || !entry.value().equals(ConfigText.text(item.value()));
            boolean sealed = item != null
                    && "secret".equals(entry.type())
                    && !item.type().equals("secret");
            String was = item == null || item.remark() == null ? "" : item.remark();
            boolean told = entry.remark() != null && !entry.remark().equals(was);
            if (!valued && !told && !sealed) return;
            edits.add(new ConfigEdit(
                    "set",
                    id.key(),
                    id.scope().isEmpty() ? null : id.scope(),
                    item == null || sealed ? entry.type() : null,
                    valued || sealed ? entry.value() : null,
                    told ? entry.remark() : null));
        });
        if (replace) {
            for (ConfigItemView item : left.values()) {
                if (item.type().equals("secret") || !intake.scopes().contains(item.scope())) continue;
                edits.add(new ConfigEdit(
                        "remove", item.key(), item.scope().isEmpty() ? null : item.scope(), null, null, null));
            }
        }
        return edits;
    }

    private void show(List<ConfigEdit> edits, Map<Intake.Id, ConfigItemView> there) {
        if (terminal.json()) {
            List<ConfigEdit> shown = edits.stream()
                    .map(edit -> secret(edit, there.get(id(edit))) ? masked(edit) : edit)
                    .toList();
            terminal.printJson(Json.TOLERANT.pretty(new ConfigEdits(shown)));
            return;
        }
        var table = new Table("CHANGE", "KEY", "SCOPE", "BEFORE", "AFTER");
        for (ConfigEdit edit : edits) {
            @Nullable ConfigItemView item = there.get(id(edit));
            boolean secret = secret(edit, item);
            boolean removed = "remove".equals(edit.act());
            Cell kind = removed
                    ? new Cell("removed", Style.BAD)
                    : item == null ? new Cell("added", Style.GOOD) : new Cell("changed", Style.BUSY);
            @Nullable CharSequence after = edit.value() == null && item != null ? item.value() : edit.value();
            table.row(
                    kind,
                    edit.key(),
                    edit.scope(),
                    item == null ? null : ConfigText.value(item.value(), secret),
                    removed ? null : ConfigText.value(after, secret));
        }
        table.print(terminal, "no edits");
    }

    private static Intake.Id id(ConfigEdit edit) {
        return new Intake.Id(String.valueOf(edit.key()), ConfigApi.scope(edit.scope()));
    }

    private static boolean secret(ConfigEdit edit, @Nullable ConfigItemView item) {
        return "secret".equals(edit.type()) || (item != null && item.type().equals("secret"));
    }

    private static ConfigEdit masked(ConfigEdit edit) {
        return new ConfigEdit(edit.act(), edit.key(), edit.scope(), edit.type(), null, edit.remark());
    }
}
