package io.stardust.server;

import io.avaje.jsonb.Json;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Need;
import java.util.List;

/** What a client should know before it asks: bounds that this server is set to. */
final class LimitsRoutes {
    /** Commands that our agents carry out; {@code bash} only where the agent's own setting allows it. */
    private static final List<String> COMMANDS = List.of(
            "deploy/publish",
            "deploy/install",
            "deploy/start",
            "deploy/stop",
            "deploy/restart",
            "deploy/uninstall",
            "deploy/output",
            "bash");

    private final CurrentSettings settings;

    LimitsRoutes(CurrentSettings settings) {
        this.settings = settings;
    }

    /** Adds the route. */
    void register(Api api) {
        api.get("/limits", Need.SIGNED_IN, _ -> Answer.of(limits()));
    }

    private Limits limits() {
        return new Limits(settings.get().files().maxBytes(), COMMANDS, Server.VERSION);
    }

    /** @param uploadBytes the largest package */
    @Json
    record Limits(long uploadBytes, List<String> commands, String version) {}
}
