package io.stardust.cli.access;

import io.stardust.api.access.MemberPage;
import io.stardust.api.access.MemberRole;
import io.stardust.api.access.MemberView;
import io.stardust.api.access.NewMember;
import io.stardust.api.access.ProjectView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Naming;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust member}. */
@Command(
        name = "member",
        description = "Manage project members: viewers read, operators deploy, admins edit.",
        footer = "  stardust member add shop anna --role operator")
public final class MemberCommands {
    private static final Naming<MemberView> NAMING = new Naming<>("member", MemberView::userId, MemberView::name);

    private final Session session;
    private final Terminal terminal;

    public MemberCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    private static List<MemberView> all(Api api, ProjectView project) {
        return api.list("/projects/" + project.id() + "/members", 10_000).as(MemberPage.class);
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List the members of a project.",
            footer = "  stardust member list shop")
    void list(@Parameters(paramLabel = "PROJECT", description = "Project name or ID.") String projectWord) {
        var api = session.api();
        ProjectView project = Projects.find(api, projectWord);
        if (terminal.json()) {
            terminal.print(api.list("/projects/" + project.id() + "/members", 10_000));
            return;
        }
        var table = new Table("ID", "NAME", "DISPLAY NAME", "ROLE", "SINCE");
        for (MemberView member : all(api, project)) {
            table.row(
                    member.userId(),
                    member.name(),
                    member.displayName(),
                    member.role(),
                    Words.ago(member.createdAt(), terminal.now()));
        }
        table.print(terminal, "no members");
    }

    @Command(
            name = "add",
            description = "Add a member to a project, or change a member's role.",
            footer = "  stardust member add shop anna --role operator")
    void add(
            @Parameters(paramLabel = "PROJECT", description = "Project name or ID.") String projectWord,
            @Parameters(paramLabel = "USER", description = "User name.") String name,
            @Option(names = "--role", required = true, paramLabel = "ROLE", description = "viewer, operator or admin.")
                    String role) {
        var api = session.api();
        ProjectView project = Projects.find(api, projectWord);
        String path = "/projects/" + project.id() + "/members";
        Optional<MemberView> known = all(api, project).stream()
                .filter(member -> member.name().equals(name))
                .findFirst();
        var reply = known.isPresent()
                ? api.put(path + "/" + known.get().userId(), new MemberRole(role))
                : api.post(path, new NewMember(name, role));
        if (terminal.json()) terminal.print(reply);
        else terminal.print("%s is %s in %s".formatted(name, role, project.name()));
    }

    @Command(
            name = "remove",
            aliases = {"rm", "delete"},
            description = "Remove a member from a project.",
            footer = "  stardust member remove shop anna")
    void remove(
            @Parameters(paramLabel = "PROJECT", description = "Project name or ID.") String projectWord,
            @Parameters(paramLabel = "USER", description = "User name or ID.") String word) {
        var api = session.api();
        ProjectView project = Projects.find(api, projectWord);
        List<MemberView> all = all(api, project);
        MemberView member = NAMING.findIfAny(
                        word,
                        id -> all.stream().filter(one -> one.userId() == id).findFirst(),
                        _ -> all)
                .orElseThrow(() -> Failure.notFound("no member %s in project %s".formatted(word, project.name()))
                        .next("stardust member list " + project.name()));
        api.delete("/projects/%d/members/%d".formatted(project.id(), member.userId()));
        terminal.say("%s was removed from %s".formatted(member.name(), project.name()));
    }
}
