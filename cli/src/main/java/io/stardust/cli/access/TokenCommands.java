package io.stardust.cli.access;

import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Named;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust token}. */
@Command(
        name = "token",
        description = "Tokens let programs in (api) and nodes join (enrol).",
        footer = "  stardust token create --kind enrol --name rack-4")
public final class TokenCommands {
    private final Session session;
    private final Terminal terminal;

    public TokenCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(
            name = "create",
            description = "Makes a token and prints it, this once, alone on its line.",
            footer = {
                "  stardust token create --kind enrol --name rack-4 --expires 7",
                "  export STARDUST_TOKEN=$(stardust token create --kind api --name ci --project shop --role operator)"
            })
    void create(
            @Option(names = "--kind", required = true, paramLabel = "KIND", description = "enrol or api.") String kind,
            @Nullable @Option(names = "--name", paramLabel = "NAME", description = "What it is for; default: the kind.")
                    String name,
            @Nullable
                    @Option(
                            names = "--project",
                            paramLabel = "PROJECT",
                            description = "What it reaches, or where its nodes belong.")
                    String project,
            @Nullable @Option(names = "--expires", paramLabel = "DAYS", description = "When it ends; default: never.")
                    Integer days,
            @Nullable
                    @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            description = "viewer, operator or admin, of an api token with a project.")
                    String role) {
        var api = session.api();
        Long projectId = Projects.id(api, project);
        var reply = api.post("/tokens", new NewToken(kind, name == null ? kind : name, projectId, days, role));
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        MadeToken made = reply.as(MadeToken.class);
        terminal.print(made.token());
        String end = Words.at(made.expiresAt(), ZoneId.systemDefault());
        terminal.note("token #%d%s; it is not shown again".formatted(made.id(), end.isEmpty() ? "" : ", until " + end));
    }

    @Command(name = "list", description = "Lists tokens, never their text.", footer = "  stardust token list")
    void list() {
        var found = session.api().list("/tokens", 1000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "KIND", "NAME", "PROJECT", "ROLE", "BY", "LAST USED", "UNTIL");
        for (Token token : found.as(TokenPage.class)) {
            table.row(
                    token.id(),
                    token.kind(),
                    token.name(),
                    token.projectId(),
                    token.role(),
                    token.owner(),
                    Words.ago(token.lastUsedAt(), terminal.now()),
                    Words.at(token.expiresAt(), ZoneId.systemDefault()));
        }
        table.print(terminal, "no token");
    }

    @Command(name = "revoke", description = "Ends a token at once.", footer = "  stardust token revoke rack-4")
    void revoke(@Parameters(paramLabel = "TOKEN", description = "Its name or id.") String word) {
        var api = session.api();
        if (word.startsWith("sd_")) throw Failure.usage("token: a secret (expected: the token's name or id)");
        List<Token> all = api.list("/tokens", 10_000).as(TokenPage.class);
        Token token = Named.find("token", word, id -> byId(all, id), _ -> all);
        api.delete("/tokens/" + token.id());
        terminal.say("token %s, #%d, is revoked".formatted(token.name(), token.id()));
    }

    private static Optional<Token> byId(List<Token> all, long id) {
        return all.stream().filter(token -> token.id() == id).findFirst();
    }
}
