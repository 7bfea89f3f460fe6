package io.stardust.server.logs;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.deploy.OutputHead;
import io.stardust.server.db.Database;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.logs.OutputStore.Source;
import io.stardust.server.logs.read.Origin;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeAgentStore;
import io.stardust.server.node.NodeAuth;
import io.stardust.telemetry.log.BatchId;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes what the processes print that agents guard, of {@code /Deploy/Output} (docs/protocol.md). Thread-safe. */
final class OutputLinkRoutes {
    private static final int PACKED = 4 << 10; // bytes more that gzip makes of what does not shrink
    private static final Pattern STREAM = Pattern.compile("[0-9a-f]{16}");

    private final NodeAuth auth;
    private final Database db;
    private final LogCentre centre;
    private final InstantSource clock;
    private final OutputStore store = new OutputStore();
    private final NodeAgentStore agents = new NodeAgentStore();

    OutputLinkRoutes(NodeAuth auth, Database db, LogCentre centre, InstantSource clock) {
        this.auth = auth;
        this.db = db;
        this.centre = centre;
        this.clock = clock;
    }

    /** Adds the path. */
    void register(LinkApi link) {
        link.post("/Deploy/Output", this::take);
    }

    private @Nullable Object take(LinkCall call) {
        Node node = auth.node(call);
        OutputHead head = head(call);
        byte[] bytes = call.bytes(OutputHead.BYTES + PACKED);
        Source source = db.read(sql -> store.find(sql, head.placement(), node.id()))
                .orElseThrow(() -> new Refused(
                        Envelope.NOT_FOUND, "Placement: %d is no placement of this node".formatted(head.placement())));
        var origin = new Origin(source.appId(), source.called() + "@" + node.name(), "", node.name());
        var records = new OutputRecords(head, origin, zone(node), clock.instant());
        String sender = "output %d %s".formatted(head.placement(), head.stream());
        centre.take(source.appId(), new BatchId(sender, head.from()), records.of(bytes));
        return null;
    }

    private static OutputHead head(LinkCall call) {
        OutputHead head = call.header(OutputHead.HEADER, OutputHead.class)
                .orElseThrow(() -> new Refused(
                        Envelope.BAD_REQUEST, OutputHead.HEADER + ": missing (expected: what the body is, as JSON)"));
        String stream = head.stream();
        if (stream == null || !STREAM.matcher(stream).matches()) {
            throw new Refused(Envelope.BAD_REQUEST, "Stream: wrong (expected: 16 hex digits in lower case)");
        }
        if (head.from() < 0 || head.lost() < 0 || head.marks().size() > OutputHead.MARKS) {
            throw new Refused(
                    Envelope.BAD_REQUEST,
                    "From, Lost, Marks: out of bounds (expected: places from 0, at most %d marks)"
                            .formatted(OutputHead.MARKS));
        }
        String file = head.file();
        if (file != null && file.length() > OutputHead.FILE) {
            throw new Refused(
                    Envelope.BAD_REQUEST,
                    "File: too long (expected: at most %d characters)".formatted(OutputHead.FILE));
        }
        return head;
    }

    /** Of the machine, which most programs print their times in. */
    private ZoneId zone(Node node) {
        @Nullable
        String told = db.read(sql -> agents.asker(sql, node.id()))
                .map(asker -> asker.machine().timeZone())
                .orElse(null);
        try {
            return told == null ? ZoneId.systemDefault() : ZoneId.of(told);
        } catch (DateTimeException _) {
            return ZoneId.systemDefault();
        }
    }
}
