package io.stardust.cli.sign;

import io.stardust.cli.access.Project;
import io.stardust.cli.access.Projects;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import io.stardust.protocol.Json;
import io.stardust.protocol.pack.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust key}. */
@Command(
        name = "key",
        description = "Keys that sign packages. The private half stays in its file.",
        footer = {
            "  stardust key create build.key",
            "  stardust key add shop build.key",
            "  stardust deploy upload hello hello-2.0.zip --sign-key build.key"
        })
public final class KeyCommands {
    private static final int ALL = 1_000;

    private final Session session;
    private final Terminal terminal;

    public KeyCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(
            name = "create",
            description = "Makes a key pair in a file that only you can read, and prints the public half.",
            footer = "  stardust key create build.key")
    void create(@Parameters(paramLabel = "FILE", description = "A new one.") Path file) {
        told(file, KeyFile.create(file).key());
    }

    @Command(
            name = "show",
            description = "Prints the public half of a key pair, as projects and agents are told it.",
            footer = "  stardust key show build.key")
    void show(@Parameters(paramLabel = "FILE", description = "Made by create.") Path file) {
        told(file, KeyFile.read(file).key());
    }

    private void told(Path file, SigningKey key) {
        if (terminal.json()) {
            terminal.print(Json.TOLERANT.pretty(new MadeKey(file.toString(), key.id(), key.text())));
            return;
        }
        terminal.print(key.text());
        terminal.note("key %s; a project trusts it by: stardust key add PROJECT %s".formatted(key.id(), file));
    }

    @Command(
            name = "list",
            description = "Lists the keys whose signatures a project trusts.",
            footer = "  stardust key list shop")
    void list(@Parameters(paramLabel = "PROJECT", description = "Its name or id.") String project) {
        var api = session.api();
        var found = api.list("/projects/" + Projects.find(api, project).id() + "/signing-keys", ALL);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "NAME", "KEY", "PUBLIC", "BY", "MADE");
        for (TrustedKey key : found.as(TrustedKey.Some.class)) {
            table.row(
                    key.id(),
                    key.name(),
                    key.keyId(),
                    key.publicKey(),
                    key.createdBy(),
                    Words.ago(key.createdAt(), terminal.now()));
        }
        table.print(terminal, "no key");
    }

    @Command(
            name = "add",
            description = "Makes a project trust a key; only the public half is sent.",
            footer = "  stardust key add shop build.key --name build-server")
    void add(
            @Parameters(index = "0", paramLabel = "PROJECT", description = "Its name or id.") String word,
            @Parameters(index = "1", paramLabel = "FILE|KEY", description = "A key file, or a public key.") String key,
            @Nullable @Option(names = "--name", paramLabel = "NAME", description = "For people; default: the file's.")
                    String name) {
        var api = session.api();
        Project project = Projects.find(api, word);
        Path file = Path.of(key);
        SigningKey meant = Files.isRegularFile(file) ? KeyFile.read(file).key() : publicKey(key);
        String called = name != null
                ? name
                : Files.isRegularFile(file) ? file.getFileName().toString() : meant.id();
        Reply reply = api.post("/projects/" + project.id() + "/signing-keys", new NewKey(called, meant.text()));
        if (terminal.json()) terminal.print(reply);
        else terminal.print("project %s trusts key %s (%s)".formatted(project.name(), meant.id(), called));
    }

    private static SigningKey publicKey(String text) {
        try {
            return new SigningKey(text);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("key: %s is neither a file nor a public key".formatted(text));
        }
    }

    @Command(
            name = "remove",
            description = "Trusts a key no more, nor the releases it has signed.",
            footer = "  stardust key remove shop build-server")
    void remove(
            @Parameters(index = "0", paramLabel = "PROJECT", description = "Its name or id.") String word,
            @Parameters(index = "1", paramLabel = "KEY", description = "Its name, id or key id.") String key,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Does not ask.")
                    boolean yes) {
        var api = session.api();
        Project project = Projects.find(api, word);
        List<TrustedKey> all =
                api.list("/projects/" + project.id() + "/signing-keys", ALL).as(TrustedKey.Some.class);
        TrustedKey found = all.stream()
                .filter(one -> one.name().equals(key)
                        || one.keyId().equals(key)
                        || key.replace("#", "").equals(String.valueOf(one.id())))
                .findFirst()
                .orElseThrow(() -> Failure.notFound("no key %s of project %s".formatted(key, project.name())));
        if (!yes && !terminal.confirmed("Trust key %s (%s) no more?".formatted(found.keyId(), found.name()))) return;
        api.delete("/signing-keys/" + found.id());
        terminal.say("project %s trusts key %s no more".formatted(project.name(), found.keyId()));
    }
}
