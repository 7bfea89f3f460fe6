package io.stardust.cli.config;

import io.stardust.api.app.AppView;
import io.stardust.api.config.ConfigApproval;
import io.stardust.api.config.ConfigPolicy;
import io.stardust.api.config.ConfigRoles;
import io.stardust.api.config.NewConfigApproval;
import io.stardust.cli.access.Projects;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of {@code stardust config} about who may do what. */
final class RightVerbs {
    private RightVerbs() {}

    /** {@code roles}. */
    @Command(
            name = "roles",
            description = "Show or set the roles that may read, edit, publish and reveal the config of an app.",
            footer = {"  stardust config roles shop", "  stardust config roles shop --read operator --publish admin"})
    static final class Roles extends AppVerb {
        @Option(names = "--read", paramLabel = "ROLE", description = "Read values: viewer, operator or admin.")
        private @Nullable String read;

        @Option(names = "--edit", paramLabel = "ROLE", description = "Edit the draft: operator or admin.")
        private @Nullable String edit;

        @Option(names = "--publish", paramLabel = "ROLE", description = "Publish and approve: operator or admin.")
        private @Nullable String publish;

        @Option(names = "--reveal", paramLabel = "ROLE", description = "Reveal secrets: operator or admin.")
        private @Nullable String reveal;

        Roles(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            String path = ConfigApi.path(app()) + "/roles";
            boolean shown = read == null && edit == null && publish == null && reveal == null;
            Reply reply = shown ? api().get(path) : api().put(path, new ConfigRoles.Body(read, edit, publish, reveal));
            if (terminal.json()) {
                terminal.print(reply);
                return;
            }
            ConfigRoles roles = reply.as(ConfigRoles.class);
            new Facts()
                    .add("read", roles.read())
                    .add("edit", roles.edit())
                    .add("publish", roles.publish())
                    .add("reveal", roles.reveal())
                    .print(terminal);
        }
    }

    /** {@code approve}. */
    @Command(
            name = "approve",
            description = "Approve the draft, or the rollback to a release; show the diff first.",
            footer = {"  stardust config approve shop", "  stardust config approve shop 3"})
    static final class Approve extends AppVerb {
        @Parameters(index = "1", arity = "0..1", paramLabel = "RELEASE", description = "Release to roll back to.")
        private @Nullable Long number;

        @Option(names = "--withdraw", description = "Withdraw the approval.")
        private boolean withdraw;

        Approve(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            AppView app = app();
            String path = ConfigApi.path(app) + "/approval";
            if (withdraw) {
                api().delete(path);
                terminal.say("the approval for app %s is withdrawn".formatted(app.name()));
                return;
            }
            Reply reply = api().post(path, wanted(api(), app, path));
            if (terminal.json()) terminal.print(reply);
            else if (number != null)
                terminal.say("the rollback of app %s to #%d is approved".formatted(app.name(), number));
            else terminal.say("the draft of app %s is approved".formatted(app.name()));
        }

        private NewConfigApproval wanted(Api api, AppView app, String path) {
            if (number != null) return new NewConfigApproval(null, number);
            @Nullable String draft = api.get(path).as(ConfigApproval.class).draft();
            if (draft == null) throw Failure.notFound("app %s has no unpublished edits".formatted(app.name()));
            return new NewConfigApproval(draft, null);
        }
    }

    /** {@code approval}. */
    @Command(
            name = "approval",
            description = "Show whether the draft of an app is approved.",
            footer = "  stardust config approval shop")
    static final class Approval extends AppVerb {
        Approval(Session session, Terminal terminal) {
            super(session, terminal);
        }

        @Override
        public void run() {
            var reply = api().get(ConfigApi.path(app()) + "/approval");
            if (terminal.json()) {
                terminal.print(reply);
                return;
            }
            ConfigApproval approval = reply.as(ConfigApproval.class);
            new Facts()
                    .add("required", Cell.yes(approval.required()))
                    .add("edited by", String.join(", ", approval.editors()))
                    .add("approved by", approval.approvedBy())
                    .add("approved", Words.ago(approval.approvedAt(), terminal.now()))
                    .print(terminal);
        }
    }

    /** {@code policy}. */
    @Command(
            name = "policy",
            description = "Show or set whether a project requires approvals by a second user.",
            footer = {"  stardust config policy shop", "  stardust config policy shop --approval"})
    static final class Policy implements Runnable {
        private final Session session;
        private final Terminal terminal;

        @Parameters(paramLabel = "PROJECT", description = "Project name or ID.")
        private String project = "";

        @Option(names = "--approval", negatable = true, description = "Require approvals.")
        private @Nullable Boolean approval;

        Policy(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            Api api = session.api();
            String path = "/projects/" + Projects.id(api, project) + "/config-policy";
            Reply reply = approval == null ? api.get(path) : api.put(path, new ConfigPolicy.Body(approval));
            if (terminal.json()) {
                terminal.print(reply);
                return;
            }
            new Facts()
                    .add(
                            "approval required",
                            Cell.yes(reply.as(ConfigPolicy.class).approval()))
                    .print(terminal);
        }
    }
}
