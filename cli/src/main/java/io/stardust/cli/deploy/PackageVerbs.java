package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.release.PackageDiff;
import io.stardust.api.release.PackageFile;
import io.stardust.api.release.ReleaseView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust deploy files} and {@code diff}. */
final class PackageVerbs {
    private PackageVerbs() {}

    /** {@code files}. */
    @Command(
            name = "files",
            description = "List the files in a release.",
            footer = "  stardust deploy files hello 1.0 -q conf")
    static final class Files implements Runnable {
        private final Session session;
        private final Terminal terminal;

        @Parameters(index = "0", paramLabel = "NAME", description = "Deployment name or ID.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "VERSION", description = "Release version or ID.")
        private String version = "";

        @Option(names = "-q", paramLabel = "TEXT", description = "Part of the path.")
        private @Nullable String text;

        Files(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            var api = session.api();
            ReleaseView release = Deployments.release(api, Deployments.find(api, name), version);
            var found = api.list(Api.query("/releases/" + release.id() + "/files", "q", text), 100_000);
            if (terminal.json()) {
                terminal.print(found);
                return;
            }
            var table = new Table("FILE", "SIZE", "PACKED", "CRC");
            for (PackageFile file : found.as(PackageFile.Page.class)) {
                table.row(file.path(), Words.size(file.size()), Words.size(file.compressed()), file.crc());
            }
            table.print(terminal, "no files");
        }
    }

    /** {@code diff}. */
    @Command(
            name = "diff",
            description = "Compare the files of two releases.",
            footer = "  stardust deploy diff hello 1.0 2.0")
    static final class Diff implements Runnable {
        private final Session session;
        private final Terminal terminal;

        @Parameters(index = "0", paramLabel = "NAME", description = "Deployment name or ID.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "OLD", description = "Old release version or ID.")
        private String before = "";

        @Parameters(index = "2", paramLabel = "NEW", description = "New release version or ID.")
        private String after = "";

        Diff(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            var api = session.api();
            DeploymentView deployment = Deployments.find(api, name);
            long old = Deployments.release(api, deployment, before).id();
            long now = Deployments.release(api, deployment, after).id();
            Reply reply = api.get(Api.query("/releases/" + now + "/diff", "against", old));
            if (terminal.json()) {
                terminal.print(reply);
                return;
            }
            PackageDiff diff = reply.as(PackageDiff.class);
            var table = new Table("", "FILE", "BEFORE", "AFTER");
            diff.added().forEach(file -> table.row("+", file.path(), null, Words.size(file.size())));
            diff.removed().forEach(file -> table.row("-", file.path(), Words.size(file.size()), null));
            diff.changed()
                    .forEach(file ->
                            table.row("~", file.path(), Words.size(file.oldSize()), Words.size(file.newSize())));
            table.print(terminal, "no differences");
            terminal.note("%s unchanged%s"
                    .formatted(
                            Words.count(diff.same(), "file"),
                            diff.truncated() ? "; only the first 1,000 differences are shown" : ""));
        }
    }
}
