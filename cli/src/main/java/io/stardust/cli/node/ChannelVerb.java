package io.stardust.cli.node;

import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stardust node channel}. */
@Command(
        name = "channel",
        description = "Set the update channel of a node's agent.",
        footer = "  stardust node channel web1 Beta")
final class ChannelVerb implements java.util.concurrent.Callable<Integer> {
    private final Session session;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NODE", description = "Node name, ID or code.")
    private String node = "";

    @Parameters(index = "1", paramLabel = "CHANNEL", description = "Release, Beta or Develop.")
    private String channel = "";

    ChannelVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = session.api();
        return new Ordering(api, terminal).run(Nodes.find(api, node), "node/setchannel", channel);
    }
}
