package io.stardust.server;

import io.stardust.server.SettingsLoader.Value;
import io.stardust.server.SettingsRoutes.Setting;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The settings, and where each came from. */
record LoadedSettings(ServerSettings settings, Map<String, Value> values) {
    /** A table of name, value and source; secrets are not shown. */
    String table() {
        var table = new StringBuilder();
        for (Knob knob : Knob.ALL) {
            Value value = Objects.requireNonNull(values.get(knob.name()));
            String shown = value.text().isEmpty() ? "-" : knob.shown(value.text());
            table.append("%-24s %-24s %s%n".formatted(knob.name(), shown, value.source()));
        }
        return table.toString();
    }

    /** The same as people read it over the API: a setting that is a secret itself is stars. */
    List<Setting> view() {
        return Knob.ALL.stream()
                .map(knob -> {
                    Value value = Objects.requireNonNull(values.get(knob.name()), knob.name());
                    boolean secret = knob.secret() && !value.text().isEmpty();
                    return new Setting(
                            knob.name(), secret ? "********" : value.text(), kind(value.source()), knob.description());
                })
                .toList();
    }

    private static String kind(String source) {
        if (source.equals("default")) return source;
        if (source.startsWith("--")) return "flag";
        return Knob.ofVariable(source).isPresent() ? "environment" : "file";
    }
}
