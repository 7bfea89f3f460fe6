package io.stardust.cli.access;

import io.stardust.api.access.Invitation;
import io.stardust.api.access.MadeUser;
import io.stardust.api.access.NewPassword;
import io.stardust.api.access.NewUser;
import io.stardust.api.access.UserPage;
import io.stardust.api.access.UserPatch;
import io.stardust.api.access.UserView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust user}. */
@Command(
        name = "user",
        description = "Manage users (platform administrators only).",
        footer = "  stardust user create anna --display-name \"Anna A.\"")
public final class UserCommands {
    private final Session session;
    private final Terminal terminal;

    public UserCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(name = "list", aliases = "ls", description = "List users.", footer = "  stardust user list -q ann")
    void list(@Nullable @Option(names = "-q", paramLabel = "TEXT", description = "Part of the name.") String text) {
        var found = session.api().list(Api.query("/users", "q", text), 10_000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "NAME", "DISPLAY NAME", "STATE", "PROJECTS", "SEEN");
        for (UserView user : found.as(UserPage.class)) {
            table.row(
                    user.id(),
                    user.name(),
                    user.displayName(),
                    state(user),
                    reach(user),
                    Words.ago(user.lastSeenAt(), terminal.now()));
        }
        table.print(terminal, "no users");
    }

    private static String state(UserView user) {
        if (user.locked()) return "locked";
        return user.invited() ? "invited" : "active";
    }

    private static String reach(UserView user) {
        String projects = user.projects().stream()
                .map(project -> project.name() + " as " + project.role())
                .collect(Collectors.joining(", "));
        return user.platform() ? "everything" : projects;
    }

    @Command(name = "show", description = "Show a user.", footer = "  stardust user show anna")
    void show(@Parameters(paramLabel = "USER", description = "User name or ID.") String word) {
        var api = session.api();
        Reply reply = api.get("/users/" + Users.find(api, word).id());
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        UserView user = reply.as(UserView.class);
        new Facts()
                .add("id", user.id())
                .add("name", user.name())
                .add("display name", user.displayName())
                .add("state", state(user))
                .add("signs in", user.source().equals("oidc") ? "with single sign-on" : "with a password")
                .add("administrator", Cell.yes(user.platform()))
                .add("reaches", reach(user))
                .add("seen", Words.ago(user.lastSeenAt(), terminal.now()))
                .add("created", Words.ago(user.createdAt(), terminal.now()))
                .print(terminal);
    }

    @Command(
            name = "create",
            description = "Create a user and print a one-time link to set a password.",
            footer = "  stardust user create anna --display-name \"Anna A.\"")
    void create(
            @Parameters(paramLabel = "NAME", description = "Unique name.") String name,
            @Nullable @Option(names = "--display-name", paramLabel = "TEXT", description = "Display name.")
                    String displayName,
            @Option(names = "--platform", description = "Grant platform administrator rights.") boolean platform,
            @Option(names = "--password-stdin", description = "Read a password from standard input instead.")
                    boolean fromInput) {
        String password = fromInput ? terminal.password(true, false) : null;
        var reply = session.api().post("/users", new NewUser(name, displayName, platform, password));
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        MadeUser made = reply.as(MadeUser.class);
        if (made.invitation() != null) tell(made.invitation());
        terminal.note("user %s created, #%d".formatted(name, made.user().id()));
    }

    @Command(
            name = "invite",
            description = "Print a new one-time link for a user to set a password.",
            footer = "  stardust user invite anna")
    void invite(@Parameters(paramLabel = "USER", description = "User name or ID.") String word) {
        var api = session.api();
        var reply = api.post("/users/" + Users.find(api, word).id() + "/invitation", null);
        if (terminal.json()) terminal.print(reply);
        else tell(reply.as(Invitation.class).invitation());
    }

    private void tell(String path) {
        terminal.print(session.url(null).replaceAll("/+$", "") + path);
        terminal.note("the link works once, expires in seven days, and is not shown again");
    }

    @Command(
            name = "lock",
            description = "Lock a user immediately, with all their sessions and tokens.",
            footer = "  stardust user lock anna")
    void lock(@Parameters(paramLabel = "USER", description = "User name or ID.") String word) {
        edit(word, true);
    }

    @Command(name = "unlock", description = "Unlock a user.", footer = "  stardust user unlock anna")
    void unlock(@Parameters(paramLabel = "USER", description = "User name or ID.") String word) {
        edit(word, false);
    }

    private void edit(String word, boolean locked) {
        var api = session.api();
        UserView user = Users.find(api, word);
        api.patch("/users/" + user.id(), user.revision(), new UserPatch(null, null, locked));
        terminal.say("user %s is %s".formatted(user.name(), locked ? "locked" : "unlocked"));
    }

    @Command(
            name = "delete",
            aliases = {"rm", "remove"},
            description = "Delete a user with their sessions and tokens; the change history is kept.",
            footer = "  stardust user delete anna")
    void delete(
            @Parameters(paramLabel = "USER", description = "User name or ID.") String word,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask for confirmation.")
                    boolean yes) {
        var api = session.api();
        UserView user = Users.find(api, word);
        if (!yes && !terminal.confirmed("Delete user %s?".formatted(user.name()))) return;
        api.delete("/users/" + user.id());
        terminal.say("user %s deleted".formatted(user.name()));
    }

    @Command(
            name = "reset-password",
            description = "Set a user's password and end their sessions.",
            footer = "  stardust user reset-password anna")
    void resetPassword(
            @Parameters(paramLabel = "USER", description = "User name or ID.") String word,
            @Option(names = "--password-stdin", description = "Read the new password from standard input.")
                    boolean fromInput) {
        var api = session.api();
        UserView user = Users.find(api, word);
        api.post("/users/" + user.id() + "/password", new NewPassword(terminal.password(fromInput, true)));
        terminal.say("password of user %s changed; all their sessions ended".formatted(user.name()));
    }
}
