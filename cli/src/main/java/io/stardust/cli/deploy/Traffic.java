package io.stardust.cli.deploy;

import io.stardust.api.registry.CalledList;
import io.stardust.api.registry.CalledView;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Style;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stardust deploy traffic}: how the processes of a deployment are called now. */
@Command(
        name = "traffic",
        description = "Show how the processes of a deployment are called, and who still calls one that drains.",
        footer = "  stardust deploy traffic hello")
final class Traffic implements Runnable {
    private static final int SHOWN = 3;

    private final Session session;
    private final Terminal terminal;

    @Parameters(paramLabel = "NAME", description = "Deployment name or ID.")
    private String name = "";

    Traffic(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var api = session.api();
        Reply reply = api.get(Deployments.path(Deployments.find(api, name), "/traffic"));
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        var table = new Table("PROCESS", "SERVICE", "VERSION", "WEIGHT", "SHARE", "STATE", "NOT ACKNOWLEDGED", "CALLS");
        for (CalledView one : reply.as(CalledList.class).items()) {
            table.row(
                    one.client(),
                    one.service(),
                    one.version(),
                    one.weight(),
                    one.percent() + "%",
                    state(one),
                    who(one),
                    one.calls());
        }
        table.print(terminal, "none of its processes offers a service");
    }

    private static Cell state(CalledView one) {
        if (one.leaving()) return new Cell("draining" + left(one.left()), Style.BUSY);
        if (one.canary()) return new Cell("canary", Style.BUSY);
        return one.weight() < one.ownWeight() ? new Cell("ramping up", Style.BUSY) : new Cell("full share", Style.GOOD);
    }

    private static String left(@Nullable Long left) {
        return left == null ? "" : ", %d s at most".formatted((left + 999) / 1_000);
    }

    private static @Nullable String who(CalledView one) {
        if (one.waiting() == 0) return null;
        List<String> some = new ArrayList<>(
                one.silent().subList(0, Math.min(SHOWN, one.silent().size())));
        if (one.waiting() > some.size()) some.add("%d more".formatted(one.waiting() - some.size()));
        return String.join(", ", some);
    }
}
