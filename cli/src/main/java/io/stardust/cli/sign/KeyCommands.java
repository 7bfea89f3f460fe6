package io.stardust.cli.sign;

import io.stardust.api.access.ProjectView;
import io.stardust.api.release.NewSigningKey;
import io.stardust.api.release.SigningKeyPage;
import io.stardust.api.release.SigningKeyView;
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
        description = "Manage keys that sign packages. The private key stays in its file.",
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
            description = "Create a key pair in a file that only you can read, and print the public key.",
            footer = "  stardust key create build.key")
    void create(@Parameters(paramLabel = "FILE", description = "New key file.") Path file) {
        told(file, KeyFile.create(file).key());
    }

    @Command(
            name = "show",
            description = "Print the public key of a key pair.",
            footer = "  stardust key show build.key")
    void show(@Parameters(paramLabel = "FILE", description = "Key file.") Path file) {
        told(file, KeyFile.read(file).key());
    }

    private void told(Path file, SigningKey key) {
        if (terminal.json()) {
            terminal.printJson(Json.TOLERANT.pretty(new MadeKey(file.toString(), key.id(), key.text())));
            return;
        }
        terminal.print(key.text());
        terminal.note("key %s; next: stardust key add PROJECT %s".formatted(key.id(), file));
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List the keys that a project trusts.",
            footer = "  stardust key list shop")
    void list(@Parameters(paramLabel = "PROJECT", description = "Project name or ID.") String project) {
        var api = session.api();
        var found = api.list("/projects/" + Projects.find(api, project).id() + "/signing-keys", ALL);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "NAME", "KEY", "PUBLIC", "BY", "CREATED");
        for (SigningKeyView key : found.as(SigningKeyPage.class)) {
            table.row(
                    key.id(),
                    key.name(),
                    key.keyId(),
                    key.publicKey(),
                    key.createdBy(),
                    Words.ago(key.createdAt(), terminal.now()));
        }
        table.print(terminal, "no keys");
    }

    @Command(
            name = "add",
            description = "Add a key that a project trusts; only the public key is sent.",
            footer = "  stardust key add shop build.key --name build-server")
    void add(
            @Parameters(index = "0", paramLabel = "PROJECT", description = "Project name or ID.") String word,
            @Parameters(index = "1", paramLabel = "FILE|KEY", description = "Key file, or public key.") String key,
            @Nullable
                    @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "Name of the key; default: the file name.")
                    String name) {
        var api = session.api();
        ProjectView project = Projects.find(api, word);
        Path file = Path.of(key);
        SigningKey meant = Files.isRegularFile(file) ? KeyFile.read(file).key() : publicKey(key);
        String called = name != null
                ? name
                : Files.isRegularFile(file) ? file.getFileName().toString() : meant.id();
        Reply reply = api.post("/projects/" + project.id() + "/signing-keys", new NewSigningKey(called, meant.text()));
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
            aliases = {"rm", "delete"},
            description = "Remove a trusted key; releases signed with it are no longer trusted.",
            footer = "  stardust key remove shop build-server")
    void remove(
            @Parameters(index = "0", paramLabel = "PROJECT", description = "Project name or ID.") String word,
            @Parameters(index = "1", paramLabel = "KEY", description = "Key name, ID or key ID.") String key,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask for confirmation.")
                    boolean yes) {
        var api = session.api();
        ProjectView project = Projects.find(api, word);
        List<SigningKeyView> all =
                api.list("/projects/" + project.id() + "/signing-keys", ALL).as(SigningKeyPage.class);
        SigningKeyView found = all.stream()
                .filter(one -> one.name().equals(key)
                        || one.keyId().equals(key)
                        || key.replace("#", "").equals(String.valueOf(one.id())))
                .findFirst()
                .orElseThrow(() -> Failure.notFound("no key %s in project %s".formatted(key, project.name()))
                        .next("stardust key list " + project.name()));
        if (!yes && !terminal.confirmed("Remove trusted key %s (%s)?".formatted(found.keyId(), found.name()))) return;
        api.delete("/signing-keys/" + found.id());
        terminal.say("project %s no longer trusts key %s".formatted(project.name(), found.keyId()));
    }
}
