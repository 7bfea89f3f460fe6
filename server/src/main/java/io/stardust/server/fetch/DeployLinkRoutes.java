package io.stardust.server.fetch;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.app.AppInfo;
import io.stardust.protocol.deploy.DeployReport;
import io.stardust.protocol.deploy.LocalService;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeAuth;
import io.stardust.server.report.LocalServices;
import io.stardust.server.report.Observations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /Deploy/*} of the machine face. All calls need the node's token. */
public final class DeployLinkRoutes {
    private static final int PLACEMENTS = 2_000;
    private static final int STEPS = 10_000;

    private final NodeAuth auth;
    private final DesiredList wanted;
    private final Observations observations;
    private final LocalServices services;

    public DeployLinkRoutes(NodeAuth auth, DesiredList wanted, Observations observations, LocalServices services) {
        this.auth = auth;
        this.wanted = wanted;
        this.observations = observations;
        this.services = services;
    }

    /** Adds the paths. */
    public void register(LinkApi link) {
        link.any("/Deploy/GetAll", this::getAll)
                .post("/Deploy/Report", this::report)
                .post("/Deploy/Upload", this::upload)
                .post("/Deploy/Ping", this::ping)
                .any("/Deploy/GetBuildTask", this::buildTask);
    }

    private Object getAll(LinkCall call) {
        Node node = auth.node(call);
        boolean ours = call.query("desired").filter("true"::equalsIgnoreCase).isPresent();
        return ours
                ? wanted.all(node, number(call, "after", 0), (int) number(call, "count", Integer.MAX_VALUE))
                : wanted.running(node, asked(call));
    }

    private static long number(LinkCall call, String name, long standard) {
        String text = call.query(name).orElse("").trim();
        if (text.isEmpty()) return standard;
        try {
            long number = Long.parseLong(text);
            boolean fits = number <= Integer.MAX_VALUE || name.equals("after"); // ids are longer
            if (number >= 0 && fits) return number;
        } catch (NumberFormatException _) {
            // told below
        }
        throw new Envelope.Refused(Envelope.BAD_REQUEST, name + ": " + text + " (expected: a number from 0)");
    }

    private static DesiredList.Asked asked(LinkCall call) {
        String id = call.query("deployId").orElse("0");
        try {
            return new DesiredList.Asked(
                    Long.parseLong(id.trim()),
                    call.query("deployName").orElse(""),
                    call.query("appName").orElse(""));
        } catch (NumberFormatException _) {
            throw new Envelope.Refused(Envelope.BAD_REQUEST, "deployId: " + id + " (expected: a number)");
        }
    }

    private Object report(LinkCall call) {
        Node node = auth.node(call);
        DeployReport report = call.body(DeployReport.class);
        bound("Placements", report.placements(), PLACEMENTS);
        bound("Steps", report.steps(), STEPS);
        return observations.take(node, report);
    }

    private static void bound(String field, @Nullable List<?> list, int max) {
        if (list != null && list.size() > max) {
            throw new Envelope.Refused(
                    Envelope.BAD_REQUEST, "%s: %d (expected: at most %d)".formatted(field, list.size(), max));
        }
    }

    /**
     * What runs there besides ours. Upstream makes deployments of it and disables the assignments that are not in the
     * list, so that an agent which was away during a publish undoes it (docs/protocol.md); here it is kept as observed.
     */
    private Object upload(LinkCall call) {
        Node node = auth.node(call);
        return services.take(node, call.bodyList(LocalService.class));
    }

    private Object ping(LinkCall call) {
        Node node = auth.node(call);
        return observations.measured(node, call.body(AppInfo.class)) ? 1 : 0;
    }

    private Object buildTask(LinkCall call) {
        auth.node(call);
        return LinkApi.NULL;
    }
}
