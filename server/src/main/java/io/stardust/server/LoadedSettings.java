package io.stardust.server;

import io.stardust.server.SettingsLoader.Value;
import java.util.Map;
import java.util.Objects;

/** The settings a server is started with, and where each came from. */
record LoadedSettings(ServerSettings settings, Map<String, Value> values) {
    /** Such as came from nowhere: none of them is shown, and none can be edited. */
    static LoadedSettings of(ServerSettings settings) {
        return new LoadedSettings(settings, Map.of());
    }

    /** A table of name, value and source; secrets are not shown. */
    String table() {
        var table = new StringBuilder();
        for (SettingSpec knob : SettingSpec.ALL) {
            Value value = Objects.requireNonNull(values.get(knob.name()));
            String shown = value.text().isEmpty() ? "-" : knob.shown(value.text());
            table.append("%-24s %-24s %s%n".formatted(knob.name(), shown, value.source()));
        }
        return table.toString();
    }
}
