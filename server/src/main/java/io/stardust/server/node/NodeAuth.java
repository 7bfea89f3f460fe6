package io.stardust.server.node;

import io.stardust.protocol.Envelope;
import io.stardust.server.access.MachineTokens;
import io.stardust.server.db.Database;
import io.stardust.server.http.LinkCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells which node sends a request, by the token of its login. Thread-safe. */
public final class NodeAuth {
    private final MachineTokens tokens;
    private final Database db;
    private final NodeStore store;
    private final Clones clones;

    public NodeAuth(MachineTokens tokens, Database db, NodeStore store, Clones clones) {
        this.tokens = tokens;
        this.db = db;
        this.store = store;
        this.clones = clones;
    }

    /**
     * Returns the node behind {@code call}.
     *
     * @throws Envelope.Refused 401 when the token is missing, bad, expired or its node is gone; 403 when the node is
     *     disabled, not approved, or served to another machine that uses the same identity
     */
    public Node node(LinkCall call) {
        SignedIn from = signedIn(call);
        if (!clones.serves(from.node().id(), from.claims().clientId())) throw cloned(from.node());
        return from.node();
    }

    /** As {@link #node(LinkCall)}, for the token of a push channel. */
    public Node node(@Nullable String token) {
        SignedIn from = signedIn(token);
        if (!clones.heard(from.node(), from.claims().clientId(), null)) throw cloned(from.node());
        return from.node();
    }

    private static Envelope.Refused cloned(Node node) {
        return new Envelope.Refused(
                Envelope.FORBIDDEN,
                "another machine is node %s (expected: an identity for each; end this agent, delete credentials.json of its state and enrol it)"
                        .formatted(node.code()));
    }

    /** Who sends {@code call}, which may from then on send more than a stranger, though another may be served. */
    SignedIn signedIn(LinkCall call) {
        SignedIn from = signedIn(call.token());
        call.known();
        return from;
    }

    private SignedIn signedIn(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            throw new Envelope.Refused(Envelope.UNAUTHORIZED, "Token: missing (expected: the token of a login)");
        }
        Optional<MachineTokens.Claims> claims = tokens.verify(token);
        Optional<Node> node = claims.flatMap(held -> db.read(sql -> store.byCode(sql, held.subject())));
        if (claims.isEmpty() || node.isEmpty()) {
            throw new Envelope.Refused(Envelope.UNAUTHORIZED, "Token: not valid (expected: a login that is not over)");
        }
        Node known = node.get();
        if (!known.enabled())
            throw new Envelope.Refused(Envelope.FORBIDDEN, "node %s is disabled".formatted(known.code()));
        if (!known.approved()) {
            throw new Envelope.Refused(Envelope.FORBIDDEN, "node %s waits for approval".formatted(known.code()));
        }
        return new SignedIn(known, claims.get());
    }

    /** A node and the token it showed. */
    record SignedIn(Node node, MachineTokens.Claims claims) {}
}
