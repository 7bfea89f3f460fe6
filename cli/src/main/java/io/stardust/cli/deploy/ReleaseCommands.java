package io.stardust.cli.deploy;

import io.stardust.cli.http.Session;
import io.stardust.cli.sign.KeyFile;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust release}. */
@Command(
        name = "release",
        description = "What a release consists of, and who signed it.",
        footer = "  stardust release sign hello 2.0 hello-2.0.zip --sign-key build.key")
public final class ReleaseCommands {
    private final Session session;
    private final Terminal terminal;

    public ReleaseCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(
            name = "sign",
            description = {
                "Signs a release that is on the server already.",
                "What is signed is the file here, not what the server says it has."
            },
            footer = "  stardust release sign hello 2.0 hello-2.0.zip --sign-key build.key")
    void sign(
            @Parameters(index = "0", paramLabel = "NAME", description = "Of the deployment, or its id.") String name,
            @Parameters(index = "1", paramLabel = "VERSION", description = "Of the release, or its id.") String version,
            @Parameters(index = "2", paramLabel = "FILE", description = "The zip that was uploaded.") Path file,
            @Option(
                            names = "--sign-key",
                            required = true,
                            paramLabel = "KEY",
                            description = "File of stardust key create.")
                    Path keyFile) {
        var api = session.api();
        Deployment deployment = Deployments.find(api, name);
        Release release = Deployments.release(api, deployment, version);
        KeyFile key = KeyFile.read(keyFile);
        var reply = api.put(
                "/releases/" + release.id() + "/signature",
                new ReleaseSignature(key.sign(file), key.key().id()));
        if (terminal.json()) terminal.print(reply);
        else
            terminal.print("release %s of %s is signed by key %s"
                    .formatted(release.version(), deployment.name(), key.key().id()));
    }

    @Command(
            name = "manifest",
            description = "Lists the chunks of a package, in its order; jars in it are opened.",
            footer = "  stardust release manifest hello 2.0")
    void manifest(
            @Parameters(index = "0", paramLabel = "NAME", description = "Of the deployment, or its id.") String name,
            @Parameters(index = "1", paramLabel = "VERSION", description = "Of the release, or its id.")
                    String version) {
        var api = session.api();
        Release release = Deployments.release(api, Deployments.find(api, name), version);
        var found = api.list("/releases/" + release.id() + "/manifest", 100_000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("BEGINS WITH", "ENTRIES", "SIZE", "SHA-256");
        for (ManifestChunk chunk : found.as(ManifestChunk.Some.class)) {
            table.row(chunk.path(), chunk.entries(), Words.size(chunk.size()), chunk.sha256());
        }
        table.print(terminal, "no chunk");
    }
}
