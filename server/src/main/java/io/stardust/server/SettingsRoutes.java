package io.stardust.server;

import io.avaje.jsonb.Json;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings this server runs with, to be read, and as far as they are live to be edited. */
final class SettingsRoutes {
    private final CurrentSettings settings;

    SettingsRoutes(CurrentSettings settings) {
        this.settings = settings;
    }

    /** Adds the routes. */
    void register(Api api) {
        api.get("/settings", Need.PLATFORM, _ -> Answer.of(new Settings(settings.views())))
                .get("/settings/{key}", Need.PLATFORM, call -> told(settings.view(call.text("key"))))
                .put("/settings/{key}", Need.PLATFORM, this::set)
                .delete("/settings/{key}", Need.PLATFORM, this::reset);
    }

    private Answer set(Call call) {
        String value = call.body(Wish.class).value();
        return told(settings.set(call.caller(), call.text("key"), call.ifMatch(), value));
    }

    private Answer reset(Call call) {
        return told(settings.reset(call.caller(), call.text("key")));
    }

    private static Answer told(SettingView setting) {
        return Answer.of(setting, setting.revision());
    }

    @Json
    record Settings(List<SettingView> items) {}

    /** What it is to be. */
    @Json
    record Wish(@Nullable String value) {}
}
