package io.stardust.cli;

import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Names for the completion script, one a line. Silent when the server does not answer at once: somebody waits at the
 * keyboard.
 */
@Command(
        name = "names",
        hidden = true,
        description = "List names for shell completion.",
        footer = "  stardust names nodes")
final class NamesVerb implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MOST = 200;

    /** No other name is completed: a shell expands what it is given. */
    private static final Pattern HARMLESS = Pattern.compile("[\\p{L}\\p{N}._-]{1,100}");

    private final Session session;
    private final Terminal terminal;

    private static final List<String> KINDS = List.of("apps", "deployments", "nodes", "projects", "services");

    @Parameters(paramLabel = "KIND", description = "apps, deployments, nodes, projects or services.")
    private String kind = "";

    NamesVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!KINDS.contains(kind)) {
            throw Failure.usage("KIND: %s (expected: %s)".formatted(kind, String.join(", ", KINDS)));
        }
        try {
            Api api = session.api();
            api.patience(PATIENCE);
            // only these two are sorted by the server; the shell sorts what it shows
            boolean sorts = kind.equals("nodes") || kind.equals("deployments");
            String path = Api.query("/" + kind, "sort", sorts ? "name" : null);
            for (Object item : api.list(path, MOST).items()) {
                Object name = item instanceof Map<?, ?> fields ? fields.get("name") : null;
                if (name instanceof String text && HARMLESS.matcher(text).matches()) terminal.print(text);
            }
        } catch (Failure e) {
            return e.exit().code(); // the script shows nothing of it
        }
        return 0;
    }
}
