package io.stardust.server.instance;

import io.stardust.protocol.Envelope;
import io.stardust.server.http.LinkCall;

/** Tells which instance sends a request, by the token of its login. Thread-safe. */
@FunctionalInterface
public interface InstanceAuth {
    /**
     * Returns the instance behind {@code call}, which may from then on send more than a stranger. One that the server
     * does not know any more, because it was started anew, is known again by its token.
     *
     * @throws Envelope.Refused 401 when the token is missing, bad or expired or its app is gone; 403 when the app is
     *     disabled, not approved, or may not come from this address
     */
    Instance instance(LinkCall call);
}
