package io.stardust.cli.access;

import io.stardust.api.access.Me;
import io.stardust.api.access.SessionView;
import io.stardust.api.access.SetUp;
import io.stardust.api.access.SignIn;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Login;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Setting up, signing in and out, and who am I. */
public final class AccessVerbs {
    private AccessVerbs() {}

    private static void keep(Session session, Terminal terminal, String url, SessionView opened) {
        String token = opened.token();
        if (token == null) {
            throw Failure.failed("%s gave no token (expected: the URL of a Stardust server)".formatted(url));
        }
        String name = opened.user().name();
        session.save(new Login(url, token, name, opened.expiresAt()));
        terminal.say("signed in at %s as %s".formatted(url, name));
    }

    /** {@code stardust setup}. */
    @Command(
            name = "setup",
            description = "Create the first administrator, with the code that a new server prints.",
            footer = "  stardust setup 7F3K-29QD")
    public static final class SetUpVerb implements Runnable {
        private final Session session;
        private final Terminal terminal;

        @Parameters(paramLabel = "CODE", description = "Code from the server's output.")
        private String code = "";

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "Name of the administrator; default: ${DEFAULT-VALUE}.")
        private String name = "admin";

        @Option(
                names = "--url",
                paramLabel = "URL",
                description = "Server URL; default: STARDUST_URL, or the last server you signed in to.")
        private @Nullable String url;

        @Option(names = "--password-stdin", description = "Read the new password from standard input.")
        private boolean passwordFromInput;

        public SetUpVerb(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            String server = session.url(url);
            var body = new SetUp(code, name, terminal.password(passwordFromInput, true), null);
            keep(
                    session,
                    terminal,
                    server,
                    session.anonymous(server).post("/setup", body).as(SessionView.class));
        }
    }

    /** {@code stardust login}. */
    @Command(
            name = "login",
            description = "Sign in and save the login for this user on this machine.",
            footer = "  stardust login --url http://deploy.example:6600 --name anna")
    public static final class LoginVerb implements Runnable {
        private final Session session;
        private final Terminal terminal;

        @Option(
                names = "--url",
                paramLabel = "URL",
                description = "Server URL; default: STARDUST_URL, or the last server you signed in to.")
        private @Nullable String url;

        @Option(names = "--name", paramLabel = "NAME", description = "User name; default: ${DEFAULT-VALUE}.")
        private String name = "admin";

        @Option(names = "--password-stdin", description = "Read the password from standard input.")
        private boolean passwordFromInput;

        public LoginVerb(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            String server = session.url(url);
            var body = new SignIn(name, terminal.password(passwordFromInput, false), null);
            keep(
                    session,
                    terminal,
                    server,
                    session.anonymous(server).post("/sessions", body).as(SessionView.class));
        }
    }

    /** {@code stardust logout}. */
    @Command(name = "logout", description = "Sign out and delete the saved login.", footer = "  stardust logout")
    public static final class LogoutVerb implements Runnable {
        private final Session session;
        private final Terminal terminal;

        public LogoutVerb(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            Login login = session.saved().orElse(null);
            if (login == null) {
                terminal.say("not signed in");
                return;
            }
            String kept = "";
            try {
                session.as(login).delete("/sessions/current");
            } catch (Failure e) {
                kept = "; the session on the server was not ended (" + e.line() + ")";
            }
            session.forget();
            terminal.say("signed out of " + login.url() + kept);
        }
    }

    /** {@code stardust whoami}. */
    @Command(name = "whoami", description = "Show who is signed in, and where.", footer = "  stardust whoami")
    public static final class WhoAmI implements Runnable {
        private final Session session;
        private final Terminal terminal;

        public WhoAmI(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            var reply = session.api().get("/me");
            if (terminal.json()) {
                terminal.print(reply);
                return;
            }
            Me me = reply.as(Me.class);
            String url = session.url(null);
            var facts = new Facts()
                    .add("name", me.name())
                    .add("actor", me.actor())
                    .add("server", url)
                    .add("access", reach(me))
                    .add("expires", Words.at(me.expiresAt(), ZoneId.systemDefault()));
            facts.print(terminal);
        }

        private static String reach(Me me) {
            List<Me.Reach> projects = me.projects();
            if (me.platform()) return "everything";
            List<String> words = projects.stream()
                    .map(reach -> "%s as %s".formatted(reach.name(), reach.role()))
                    .toList();
            return words.isEmpty() ? "no project" : String.join(", ", words);
        }
    }
}
