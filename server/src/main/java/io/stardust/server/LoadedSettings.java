package io.stardust.server;

import io.stardust.server.SettingsLoader.Value;
import java.util.Map;

/** The settings, and where each came from. */
record LoadedSettings(ServerSettings settings, Map<String, Value> values) {
    /** A table of name, value and source. No setting is a secret; those are in files that settings name. */
    String table() {
        var table = new StringBuilder();
        values.forEach((name, value) -> table.append(
                "%-24s %-24s %s%n".formatted(name, value.text().isEmpty() ? "-" : value.text(), value.source())));
        return table.toString();
    }
}
