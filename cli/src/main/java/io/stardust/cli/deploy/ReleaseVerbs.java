package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.release.ReleasePage;
import io.stardust.api.release.ReleaseView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.http.UploadFile;
import io.stardust.cli.terminal.Bar;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust deploy upload} and {@code releases}. */
final class ReleaseVerbs {
    private ReleaseVerbs() {}

    /** Sends {@code file} as a new release, with a bar. */
    static Reply upload(Api api, Terminal terminal, DeploymentView deployment, Path file, PackageOptions options) {
        var bar = new Bar(terminal, "uploading " + file.getFileName(), size(file));
        try {
            Reply reply = api.upload(options.query(Deployments.path(deployment, "/releases"), file), file, bar::at);
            bar.done();
            return reply;
        } catch (Failure e) {
            bar.broken();
            throw e;
        }
    }

    /** How long the package is; refuses a file that cannot be one. */
    static long size(Path file) {
        return UploadFile.size(file, "a zip, or a runnable jar");
    }

    /** {@code upload}. */
    @Command(
            name = "upload",
            description = "Upload a package as a new release; it runs only after it is published.",
            footer = {
                "  stardust deploy upload hello hello-2.0.zip --version 2.0",
                "  stardust deploy upload hello hello-2.0.zip --sign-key build.key"
            })
    static final class Upload implements Runnable {
        private final Session session;
        private final Terminal terminal;

        @Parameters(index = "0", paramLabel = "NAME", description = "Deployment name or ID.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "Zip to upload.")
        private Path file = Path.of("");

        @Mixin
        private PackageOptions options = new PackageOptions();

        Upload(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            var api = session.api();
            DeploymentView deployment = Deployments.find(api, name);
            Reply reply = upload(api, terminal, deployment, file, options);
            if (terminal.json()) {
                terminal.print(reply);
                return;
            }
            ReleaseView release = reply.as(ReleaseView.class);
            terminal.print("release %s of %s, #%d, sha256 %s"
                    .formatted(release.version(), deployment.name(), release.id(), release.sha256()));
        }
    }

    /** {@code releases}. */
    @Command(
            name = "releases",
            description = "List the releases of a deployment, newest first; * marks the current one.",
            footer = "  stardust deploy releases hello")
    static final class Releases implements Runnable {
        private final Session session;
        private final Terminal terminal;

        @Parameters(paramLabel = "NAME", description = "Deployment name or ID.")
        private String name = "";

        @Option(names = "--limit", paramLabel = "N", description = "Maximum number of rows; default: ${DEFAULT-VALUE}.")
        private int limit = 30;

        Releases(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            var api = session.api();
            DeploymentView deployment = Deployments.find(api, name);
            var found = api.list(Deployments.path(deployment, "/releases"), limit);
            if (terminal.json()) {
                terminal.print(found);
                return;
            }
            var table =
                    new Table("", "ID", "VERSION", "SIZE", "MODE", "FOR", "USABLE", "SIGNED", "CREATED", "BY", "NOTE");
            for (ReleaseView release : found.as(ReleasePage.class)) {
                Long current = deployment.releaseId();
                table.row(
                        current != null && current == release.id()
                                ? "*"
                                : new Cell(" ", io.stardust.cli.terminal.Style.PLAIN),
                        release.id(),
                        release.version(),
                        Words.size(release.size()),
                        release.mode(),
                        platform(release),
                        Cell.yes(release.enabled() && !release.rotten()),
                        release.signedBy(),
                        Words.ago(release.createdAt(), terminal.now()),
                        release.createdBy(),
                        release.note());
            }
            table.print(terminal, "no releases");
        }

        /** {@code linux/arm64}; null for any. */
        private static @Nullable String platform(ReleaseView release) {
            boolean any = release.os().equals("any") && release.arch().equals("any");
            return any ? null : release.os() + "/" + release.arch();
        }
    }
}
