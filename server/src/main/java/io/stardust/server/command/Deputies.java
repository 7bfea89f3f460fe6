package io.stardust.server.command;

import io.stardust.server.http.Caller;
import io.stardust.server.http.LinkCall;
import java.util.Optional;

/** Tells who commands a node by another token than a person's: an app that people let. Thread-safe. */
@FunctionalInterface
public interface Deputies {
    /** Whose token {@code call} shows, before its body is read; empty when it is none of theirs. */
    Optional<Deputy> of(LinkCall call);

    /** One of them. */
    @FunctionalInterface
    interface Deputy {
        /**
         * By whom it is recorded that it commands the node.
         *
         * @throws io.stardust.protocol.Envelope.Refused 401 or 403 when it may not command that node
         */
        Caller commanding(String nodeCode);
    }
}
