package io.stardust.agent;

import io.stardust.protocol.FileFailure;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings: {@code agent.json} in the data folder, above it the file that {@code config} names, above it the
 * environment, above it flags. An unknown name stops the start: a setting that is silently not heard is worse than
 * none.
 */
final class SettingsLoader {
    private SettingsLoader() {}

    /** A setting's text and who said so. */
    record Value(String text, String source) {}

    /**
     * Returns every knob's value, defaults included, in the order of {@link SettingSpec#ALL}.
     *
     * @param flags by name, without the dashes
     * @throws BadSettings if a name is unknown or the file cannot be read
     */
    static Map<String, Value> load(Map<String, String> flags, Map<String, String> environment) {
        Map<String, Value> above = new LinkedHashMap<>();
        environment.forEach((variable, text) -> fromEnvironment(variable, text, above));
        flags.forEach((name, text) -> fromFlag(name, text, above));
        Map<String, Value> values = new LinkedHashMap<>();
        for (SettingSpec knob : SettingSpec.ALL) values.put(knob.name(), new Value(knob.standard(), "default"));
        Map<String, Value> configured = new LinkedHashMap<>();
        Value config = above.get("config");
        if (config != null) {
            Path file = Path.of(config.text());
            if (!Files.exists(file)) throw new BadSettings("config: no %s, from %s".formatted(file, config.source()));
            fromFile(file, configured, "config");
        }
        Value data = above.getOrDefault("data", configured.get("data"));
        if (data != null) fromFile(Path.of(data.text()).resolve("agent.json"), values, "data");
        values.putAll(configured);
        values.putAll(above);
        return values;
    }

    private static void fromEnvironment(String variable, String text, Map<String, Value> into) {
        if (!variable.startsWith(SettingSpec.PREFIX) || text.isEmpty()) return;
        SettingSpec knob = SettingSpec.ofVariable(variable);
        if (knob == null) throw new BadSettings(variable + ": no such setting (--help lists them)");
        into.put(knob.name(), new Value(text, variable));
    }

    private static void fromFlag(String name, String text, Map<String, Value> into) {
        if (SettingSpec.named(name) == null) throw new BadSettings("--" + name + ": no such flag (--help lists them)");
        into.put(name, new Value(text, "--" + name));
    }

    /** {@code itself} names the setting by which the file was found: it cannot be in it. */
    private static void fromFile(Path file, Map<String, Value> into, String itself) {
        if (!Files.exists(file)) return;
        Object tree;
        try {
            tree = Json.PEOPLE.readAny(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new BadSettings("%s: cannot be read: %s".formatted(file, FileFailure.why(e)));
        } catch (Json.BadJson e) {
            throw new BadSettings(file + ": no JSON (" + e.getMessage() + ")");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        flatten("", tree, file, texts);
        texts.forEach((name, text) -> {
            if (SettingSpec.named(name) == null) {
                throw new BadSettings("%s in %s: no such setting (--help lists them)".formatted(name, file));
            }
            if (name.equals(itself) || name.equals("config")) {
                throw new BadSettings(
                        "%s in %s: by it that file is found (expected: --%s)".formatted(name, file, itself));
            }
            into.put(name, new Value(text, file.toString()));
        });
    }

    /** {@code {"apps": {"installs": 4}}} and {@code {"apps.installs": 4}} are the same. */
    private static void flatten(String prefix, @Nullable Object value, Path file, Map<String, String> into) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, inner) ->
                        flatten(prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key, inner, file, into));
            case String text -> into.put(prefix, text);
            case Boolean flag -> into.put(prefix, flag.toString());
            case Double number when number == Math.rint(number) -> into.put(prefix, Long.toString(number.longValue()));
            case Number number -> into.put(prefix, number.toString());
            case null, default ->
                throw new BadSettings("%s in %s: %s (expected: text, a number, true or false)"
                        .formatted(prefix.isEmpty() ? "the top" : prefix, file, value));
        }
    }
}
