package io.stardust.cli.node;

import io.stardust.api.node.NodeView;
import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stardust node restart}, {@code reboot}, {@code upgrade} and {@code synctime}. */
@Command
final class LifeVerb implements java.util.concurrent.Callable<Integer> {
    /** What a node shall do with itself. */
    enum Act {
        RESTART("node/restart", "restart", "Restart a node's agent; its apps keep running."),
        REBOOT("node/reboot", "reboot", "Reboot a machine, where policy and agent allow it."),
        UPGRADE("node/upgrade", "upgrade", "Update a node's agent now, if a newer version exists."),
        SYNC_TIME("node/synctime", "synctime", "Set a machine's clock to the server's time.");

        private final String command;
        private final String word;
        private final String description;

        Act(String command, String word, String description) {
            this.command = command;
            this.word = word;
            this.description = description;
        }
    }

    private final Session session;
    private final Terminal terminal;
    private final Act act;

    @Parameters(paramLabel = "NODE", description = "Node name, ID or code.")
    private String node = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask for confirmation.")
    private boolean yes;

    LifeVerb(Session session, Terminal terminal, Act act) {
        this.session = session;
        this.terminal = terminal;
        this.act = act;
    }

    @Spec
    void spec(CommandSpec spec) {
        spec.usageMessage().description(act.description).footer("  stardust node " + act.word + " web1");
    }

    @Override
    public Integer call() {
        var api = session.api();
        NodeView found = Nodes.find(api, node);
        if (act == Act.REBOOT && !yes && !terminal.confirmed("Reboot the machine of " + found.name() + "?")) {
            return Exit.OK.code();
        }
        return new Ordering(api, terminal).run(found, act.command, null);
    }
}
