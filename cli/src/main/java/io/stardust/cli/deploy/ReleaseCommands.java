package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.release.ManifestView;
import io.stardust.api.release.ReleaseSignature;
import io.stardust.api.release.ReleaseView;
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
        description = "Sign releases and list their contents.",
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
                "Sign a release that is already on the server.",
                "The local file is signed, not what the server says it has."
            },
            footer = "  stardust release sign hello 2.0 hello-2.0.zip --sign-key build.key")
    void sign(
            @Parameters(index = "0", paramLabel = "NAME", description = "Deployment name or ID.") String name,
            @Parameters(index = "1", paramLabel = "VERSION", description = "Release version or ID.") String version,
            @Parameters(index = "2", paramLabel = "FILE", description = "Zip that was uploaded.") Path file,
            @Option(
                            names = "--sign-key",
                            required = true,
                            paramLabel = "KEY",
                            description = "Key file created by stardust key create.")
                    Path keyFile) {
        var api = session.api();
        DeploymentView deployment = Deployments.find(api, name);
        ReleaseView release = Deployments.release(api, deployment, version);
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
            description = "List the chunks of a package in order; jars inside are opened.",
            footer = "  stardust release manifest hello 2.0")
    void manifest(
            @Parameters(index = "0", paramLabel = "NAME", description = "Deployment name or ID.") String name,
            @Parameters(index = "1", paramLabel = "VERSION", description = "Release version or ID.") String version) {
        var api = session.api();
        ReleaseView release = Deployments.release(api, Deployments.find(api, name), version);
        var found = api.list("/releases/" + release.id() + "/manifest", 100_000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("BEGINS WITH", "ENTRIES", "SIZE", "SHA-256");
        for (ManifestView.Chunk chunk : found.as(ManifestView.class)) {
            table.row(chunk.path(), chunk.entries(), Words.size(chunk.size()), chunk.sha256());
        }
        table.print(terminal, "no chunks");
    }
}
