package io.stardust.server;

import io.avaje.jsonb.Json;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Need;
import java.util.List;

/** The settings this server runs with, to be read; they are changed where they come from. */
final class SettingsRoutes {
    private final List<Setting> settings;

    SettingsRoutes(List<Setting> settings) {
        this.settings = List.copyOf(settings);
    }

    /** Adds the route. */
    void register(Api api) {
        api.get("/settings", Need.PLATFORM, _ -> Answer.of(new Settings(settings)));
    }

    @Json
    record Settings(List<Setting> items) {}

    /**
     * One of them.
     *
     * @param value empty: none; of a secret: stars
     * @param source {@code default}, {@code file}, {@code environment} or {@code flag}
     * @param help what it means, with bounds and unit
     */
    @Json
    record Setting(String key, String value, String source, String help) {}
}
