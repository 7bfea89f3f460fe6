package io.stardust.cli.config;

import io.stardust.api.app.AppView;
import io.stardust.api.config.ConfigEdit;
import io.stardust.api.config.ConfigItemView;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust config set}. */
@Command(
        name = "set",
        description = "Add or change items with the next publish.",
        footer = {
            "  stardust config set shop db:host=10.0.0.5 db:port=5432",
            "  stardust config set shop db:password --type secret --value-stdin",
            "  stardust config set shop routes --type yaml --value-file routes.yml --scope test"
        })
final class SetVerb extends AppVerb {
    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "KEY[=VALUE]",
            description = "Keys with values; one key alone with --value-file or --value-stdin.")
    private List<String> words = List.of();

    @Option(names = "--scope", paramLabel = "SCOPE", description = "Scope; default: every scope.")
    private @Nullable String scope;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "text, number, boolean, json, yaml, properties or secret; default: unchanged, text if new.")
    private @Nullable String type;

    @Option(names = "--remark", paramLabel = "TEXT", description = "What the item is for; '': no remark.")
    private @Nullable String remark;

    @Option(
            names = "--value-file",
            paramLabel = "FILE",
            description = "Read the value from a file, without its last line break.")
    private @Nullable Path file;

    @Option(names = "--value-stdin", description = "Read the value from standard input, likewise.")
    private boolean input;

    SetVerb(Session session, Terminal terminal) {
        super(session, terminal);
    }

    @Override
    public void run() {
        List<ConfigEdit> edits = edits();
        AppView app = app();
        if (!read()) refuseSecrets(app, edits);
        edit(app, edits);
    }

    private boolean read() {
        return input || file != null;
    }

    private List<ConfigEdit> edits() {
        if (input && file != null) throw Failure.usage("expected --value-file or --value-stdin, not both");
        if (!read()) return words.stream().map(this::pair).toList();
        if (words.size() != 1)
            throw Failure.usage(
                    "%d keys (expected: one key with --value-file or --value-stdin)".formatted(words.size()));
        return List.of(edit(words.getFirst(), file == null ? Texts.ofInput(terminal) : Texts.ofFile(file)));
    }

    private ConfigEdit pair(String one) {
        int equals = one.indexOf('=');
        if (equals > 0) {
            String key = one.substring(0, equals);
            if ("secret".equalsIgnoreCase(type)) throw shown(key);
            return edit(key, one.substring(equals + 1));
        }
        if (equals < 0 && (type != null || remark != null)) return edit(one, null);
        throw Failure.usage("%s (expected: KEY=VALUE, or KEY with --value-file or --value-stdin)".formatted(one));
    }

    private ConfigEdit edit(String key, @Nullable String value) {
        return new ConfigEdit("set", key, scope, type, value, remark);
    }

    /** Whoever lists the processes of the machine reads their arguments. */
    private static Failure shown(String key) {
        return Failure.usage(
                "%s is a secret: other users see arguments (expected: --value-file or --value-stdin)".formatted(key));
    }

    private void refuseSecrets(AppView app, List<ConfigEdit> edits) {
        List<String> valued = new ArrayList<>();
        for (ConfigEdit edit : edits) {
            if (edit.value() != null && edit.key() != null) valued.add(edit.key());
        }
        if (type != null || valued.isEmpty()) return;
        List<ConfigItemView> there = valued.size() == 1
                ? Optional.ofNullable(valued.getFirst()).flatMap(key -> ConfigApi.item(api(), app, key, scope)).stream()
                        .toList()
                : ConfigApi.views(ConfigApi.items(api(), app, null));
        for (ConfigItemView item : there) {
            boolean meant = valued.contains(item.key()) && item.scope().equals(ConfigApi.scope(scope));
            if (meant && item.type().equals("secret")) throw shown(item.key());
        }
    }
}
