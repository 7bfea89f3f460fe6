package io.stardust.cli.agent;

import io.stardust.api.agent.AgentReleasePage;
import io.stardust.api.agent.AgentReleasePatch;
import io.stardust.api.agent.AgentReleaseView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust agent-release}. */
@Command(
        name = "agent-release",
        description = "Manage agent versions; nodes update automatically to those of their channel.",
        footer = {
            "  stardust agent-release upload .stardust/package/agent-4.0.1-linux-x64.tar.gz --channel Beta",
            "  stardust agent-release edit 4.0.1 --channel Release"
        })
public final class AgentReleaseCommands {
    private final Session session;
    private final Terminal terminal;

    public AgentReleaseCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List agent versions, newest first.",
            footer = "  stardust agent-release list")
    void list() {
        var found = session.api().list("/agent-releases", 1_000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "VERSION", "CHANNEL", "PLATFORM", "PRODUCT", "IN USE", "SIZE", "UPLOADED", "NOTE");
        for (AgentReleaseView release : found.as(AgentReleasePage.class)) {
            table.row(
                    release.id(),
                    release.version(),
                    release.channel(),
                    release.platform(),
                    release.product(),
                    Cell.yes(release.enabled()),
                    Words.size(release.size()),
                    Words.ago(release.createdAt(), terminal.now()),
                    release.note());
        }
        table.print(terminal, "no versions");
    }

    @Command(
            name = "upload",
            description = "Upload a package built by ./stardust package; version and platform are read from its name.",
            footer = "  stardust agent-release upload agent-4.0.1-linux-x64.tar.gz --channel Beta")
    void upload(
            @Parameters(paramLabel = "FILE", description = "agent-VERSION-PLATFORM.tar.gz.") Path file,
            @Nullable
                    @Option(
                            names = "--version",
                            paramLabel = "VERSION",
                            description = "Only if the file name does not include it.")
                    String version,
            @Nullable
                    @Option(
                            names = "--platform",
                            paramLabel = "PLATFORM",
                            description = "Only if the file name does not include it.")
                    String platform,
            @Option(
                            names = "--channel",
                            paramLabel = "CHANNEL",
                            defaultValue = "Release",
                            description = "Release, Beta or Develop; default: Release.")
                    String channel,
            @Nullable
                    @Option(
                            names = "--product",
                            paramLabel = "PRODUCT",
                            description = "For other agents: the product they log in with.")
                    String product,
            @Nullable @Option(names = "--note", paramLabel = "TEXT", description = "Note about this version.")
                    String note) {
        Named named = Named.of(String.valueOf(file.getFileName()));
        String path = Api.query(
                "/agent-releases",
                "version",
                version == null ? named.version : version,
                "platform",
                platform == null ? named.platform : platform,
                "channel",
                channel,
                "product",
                product,
                "note",
                note);
        Reply reply = session.api().upload(path, file, "application/octet-stream", _ -> {});
        AgentReleaseView made = reply.as(AgentReleaseView.class);
        if (terminal.json()) terminal.print(reply);
        else
            terminal.print("agent %s for %s uploaded to channel %s"
                    .formatted(made.version(), made.platform(), made.channel()));
    }

    /** What a file's name tells: {@code agent-4.0.1-linux-x64.tar.gz}. */
    record Named(@Nullable String version, @Nullable String platform) {
        static Named of(String name) {
            String bare = name.endsWith(".tar.gz") ? name.substring(0, name.length() - ".tar.gz".length()) : name;
            int begin = bare.startsWith("agent-") ? "agent-".length() : -1;
            int end = begin < 0 ? -1 : bare.indexOf("-linux", begin);
            if (end < 0) return new Named(null, null);
            return new Named(bare.substring(begin, end), bare.substring(end + 1));
        }
    }

    @Command(
            name = "edit",
            description = "Move a version to another channel, or disable it.",
            footer = "  stardust agent-release edit 4.0.1 --channel Release")
    void edit(
            @Parameters(paramLabel = "VERSION", description = "Agent version or ID.") String word,
            @Nullable @Option(names = "--channel", paramLabel = "CHANNEL", description = "Release, Beta or Develop.")
                    String channel,
            @Nullable
                    @Option(
                            names = "--enabled",
                            paramLabel = "true|false",
                            description = "Enable or disable this version.")
                    Boolean enabled,
            @Nullable @Option(names = "--note", paramLabel = "TEXT", description = "Note about this version.")
                    String note) {
        var api = session.api();
        AgentReleaseView release = find(api, word);
        Reply reply = api.patch(
                "/agent-releases/" + release.id(), release.revision(), new AgentReleasePatch(channel, enabled, note));
        AgentReleaseView now = reply.as(AgentReleaseView.class);
        if (terminal.json()) terminal.print(reply);
        else
            terminal.print("agent %s is in channel %s%s"
                    .formatted(now.version(), now.channel(), now.enabled() ? "" : ", disabled"));
    }

    @Command(
            name = "remove",
            aliases = {"rm", "delete"},
            description = "Remove a version; nodes that run it keep running it.",
            footer = "  stardust agent-release remove 4.0.1")
    void remove(
            @Parameters(paramLabel = "VERSION", description = "Agent version or ID.") String word,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask for confirmation.")
                    boolean yes) {
        var api = session.api();
        AgentReleaseView release = find(api, word);
        if (!yes && !terminal.confirmed("Remove agent %s for %s?".formatted(release.version(), release.platform())))
            return;
        api.delete("/agent-releases/" + release.id());
        terminal.say("agent %s for %s removed".formatted(release.version(), release.platform()));
    }

    private static AgentReleaseView find(Api api, String word) {
        List<AgentReleaseView> found = api.list("/agent-releases", 1_000).as(AgentReleasePage.class).stream()
                .filter(release -> release.version().equals(word)
                        || Long.toString(release.id()).equals(word))
                .toList();
        if (found.isEmpty())
            throw Failure.notFound("no agent release %s".formatted(word)).next("stardust agent-release list");
        if (found.size() == 1) return found.getFirst();
        throw Failure.usage("agent release %s: there are %d (expected: an ID)".formatted(word, found.size()));
    }
}
