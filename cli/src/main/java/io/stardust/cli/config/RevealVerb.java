package io.stardust.cli.config;

import io.stardust.api.config.RevealSecret;
import io.stardust.api.config.RevealedSecret;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust config reveal}. */
@Command(
        name = "reveal",
        description = "Print the live value of a secret; the change history says who read it.",
        footer = "  stardust config reveal shop db:password --scope test")
final class RevealVerb extends AppVerb {
    @Parameters(index = "1", paramLabel = "KEY", description = "Key of the secret.")
    private String key = "";

    @Option(names = "--scope", paramLabel = "SCOPE", description = "Scope; default: every scope.")
    private @Nullable String scope;

    RevealVerb(Session session, Terminal terminal) {
        super(session, terminal);
    }

    @Override
    public void run() {
        var reply = api().post(ConfigApi.path(app()) + "/reveal", new RevealSecret(key, scope));
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        String value = reply.as(RevealedSecret.class).value().toString();
        terminal.output(value.endsWith("\n") ? value : value + "\n");
    }
}
