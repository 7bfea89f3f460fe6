package io.stardust.server.access.secret;

import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Need;

/** The key of secrets on the people face. */
public final class SecretRoutes {
    private final Rotation rotation;

    public SecretRoutes(Rotation rotation) {
        this.rotation = rotation;
    }

    /** Adds the route. */
    public void register(Api api) {
        api.post("/secrets/rotate", Need.PLATFORM, call -> Answer.of(rotation.rotate(call.caller())));
    }
}
