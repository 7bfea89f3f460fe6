package io.stardust.server.adopt;

import io.stardust.protocol.deploy.PackReport;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeAuth;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Packages that agents make of folders of theirs, on the machine face. All calls need the node's token. */
public final class PackLinkRoutes {
    private static final String TICKET = "X-Ticket";

    private final NodeAuth auth;
    private final Packings packings;

    public PackLinkRoutes(NodeAuth auth, Packings packings) {
        this.auth = auth;
        this.packings = packings;
    }

    /** Adds the paths. */
    public void register(LinkApi link) {
        link.post("/Deploy/PackReport", this::report).post("/Deploy/Package", this::take);
    }

    private Object report(LinkCall call) {
        Node node = auth.node(call);
        packings.report(node, call.body(PackReport.class));
        return 1;
    }

    /** The answer is the id of the release. */
    private Object take(LinkCall call) {
        Node node = auth.node(call);
        long length = call.fileLength();
        try (InputStream in = call.file()) {
            return packings.take(node, call.header(TICKET).orElse(null), length, in)
                    .id();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
