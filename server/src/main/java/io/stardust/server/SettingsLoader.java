package io.stardust.server;

import io.stardust.protocol.FileFailure;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings: a file, above it the environment, above it flags. An unknown name stops the start, with the
 * nearest known one in the message: a setting that is silently not heard is worse than none.
 */
final class SettingsLoader {
    /** Stands for the source of a value that nobody has set. */
    static final String DEFAULT = "default";

    private static final String PREFIX = "STARDUST_";

    /** Variables with our prefix that other programs of the product read. */
    private static final Set<String> OTHERS =
            Set.of("STARDUST_URL", "STARDUST_TOKEN", "STARDUST_HOME", Maintenance.PASSPHRASE);

    private static final List<String> OTHER_PREFIXES = List.of("STARDUST_AGENT_", "STARDUST_LAUNCHER_");

    private SettingsLoader() {}

    /**
     * Reads all three.
     *
     * @param flags by name, without the dashes; {@code config} names the file, otherwise {@code server.json} in the
     *     data folder is read when it is there
     * @param environment of the process
     * @throws BadSettings if a name is unknown or a value is out of bounds
     */
    static LoadedSettings load(Map<String, String> flags, Map<String, String> environment) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (SettingSpec knob : SettingSpec.ALL) values.put(knob.name(), new Value(knob.standard(), DEFAULT));

        Map<String, Value> above = new LinkedHashMap<>();
        environment.forEach((variable, text) -> fromEnvironment(variable, text, above));
        flags.forEach((name, text) -> fromFlag(name, text, above));
        fromFile(flags.get("config"), above, values);
        values.putAll(above);
        return new LoadedSettings(new SettingsReader(values).settings(), values);
    }

    private static void fromEnvironment(String variable, String text, Map<String, Value> into) {
        if (!variable.startsWith(PREFIX) || text.isEmpty()) return;
        @Nullable SettingSpec knob = SettingSpec.ofVariable(variable).orElse(null);
        if (knob != null) {
            into.put(knob.name(), new Value(text, variable));
            return;
        }
        if (OTHERS.contains(variable) || OTHER_PREFIXES.stream().anyMatch(variable::startsWith)) return;
        throw new BadSettings(
                "%s: no such setting (did you mean %s?)".formatted(variable, SettingSpec.nearestVariable(variable)));
    }

    private static void fromFlag(String name, String text, Map<String, Value> into) {
        if (name.equals("config")) return;
        if (SettingSpec.named(name).isEmpty()) {
            throw new BadSettings("--%s: no such flag (did you mean --%s?)".formatted(name, SettingSpec.nearest(name)));
        }
        into.put(name, new Value(text, "--" + name));
    }

    private static void fromFile(@Nullable String config, Map<String, Value> above, Map<String, Value> into) {
        Path file;
        if (config == null) {
            Value data = Objects.requireNonNull(above.getOrDefault("data", into.get("data")));
            file = Path.of(data.text()).resolve("server.json");
            if (!Files.exists(file)) return;
        } else {
            file = Path.of(config);
        }
        Map<String, String> read = new LinkedHashMap<>();
        flatten("", tree(file), file, read);
        if (config == null && read.containsKey("data")) {
            throw new BadSettings("data in %s: it lies in the data folder itself (expected: --data or STARDUST_DATA)"
                    .formatted(file));
        }
        read.forEach((name, text) -> {
            if (SettingSpec.named(name).isEmpty()) {
                throw new BadSettings("%s in %s: no such setting (did you mean %s?)"
                        .formatted(name, file, SettingSpec.nearest(name)));
            }
            into.put(name, new Value(text, file.toString()));
        });
    }

    private static @Nullable Object tree(Path file) {
        try {
            return Json.PEOPLE.readAny(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new BadSettings("config: %s cannot be read: %s".formatted(file, FileFailure.why(e)));
        } catch (Json.BadJson e) {
            throw new BadSettings("config: %s is no JSON (%s)".formatted(file, e.getMessage()));
        }
    }

    /** {@code {"nodes": {"approve": "all"}}} and {@code {"nodes.approve": "all"}} are the same. */
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

    /** A setting's text and who said so. */
    record Value(String text, String source) {}
}
