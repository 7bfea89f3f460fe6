package io.stardust.cli.access;

import io.stardust.api.access.MadeToken;
import io.stardust.api.access.NewToken;
import io.stardust.api.access.TokenPage;
import io.stardust.api.access.TokenView;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Naming;
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
        description = "Manage tokens: api for programs, enrol for nodes.",
        footer = "  stardust token create --kind enrol --name rack-4")
public final class TokenCommands {
    private static final Naming<TokenView> NAMING = new Naming<>("token", TokenView::id, TokenView::name);

    private final Session session;
    private final Terminal terminal;

    public TokenCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(
            name = "create",
            description = "Create a token and print it once, on a line of its own.",
            footer = {
                "  stardust token create --kind enrol --name rack-4 --expires 7",
                "  export STARDUST_TOKEN=$(stardust token create --kind api --name ci --project shop --role operator)"
            })
    void create(
            @Option(names = "--kind", required = true, paramLabel = "KIND", description = "enrol or api.") String kind,
            @Nullable
                    @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "Name of the token; default: its kind.")
                    String name,
            @Nullable
                    @Option(
                            names = "--project",
                            paramLabel = "PROJECT",
                            description = "Scope of the token, or project of the nodes that join with it.")
                    String project,
            @Nullable
                    @Option(
                            names = "--expires",
                            paramLabel = "DAYS",
                            description = "Days until it expires; default: never.")
                    Integer days,
            @Nullable
                    @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            description = "Role of an api token with a project: viewer, operator or admin.")
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

    @Command(
            name = "list",
            aliases = "ls",
            description = "List tokens (without their secret text).",
            footer = "  stardust token list")
    void list() {
        var found = session.api().list("/tokens", 1000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "KIND", "NAME", "PROJECT", "ROLE", "BY", "LAST USED", "UNTIL");
        for (TokenView token : found.as(TokenPage.class)) {
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
        table.print(terminal, "no tokens");
    }

    @Command(name = "revoke", description = "Revoke a token immediately.", footer = "  stardust token revoke rack-4")
    void revoke(@Parameters(paramLabel = "TOKEN", description = "Token name or ID.") String word) {
        var api = session.api();
        if (word.startsWith("sd_")) throw Failure.usage("token: a secret (expected: the name or ID of the token)");
        List<TokenView> all = api.list("/tokens", 10_000).as(TokenPage.class);
        TokenView token = NAMING.find(word, id -> byId(all, id), _ -> all);
        api.delete("/tokens/" + token.id());
        terminal.say("token %s, #%d, is revoked".formatted(token.name(), token.id()));
    }

    private static Optional<TokenView> byId(List<TokenView> all, long id) {
        return all.stream().filter(token -> token.id() == id).findFirst();
    }
}
