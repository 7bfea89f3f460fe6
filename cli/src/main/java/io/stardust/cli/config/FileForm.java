package io.stardust.cli.config;

import io.stardust.cli.http.Failure;
import io.stardust.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms of files that items are read from and written as. */
enum FileForm {
    PROPERTIES,
    YAML,
    JSON;

    /** By the end of the file's name. */
    static FileForm of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".properties")) return PROPERTIES;
        if (name.endsWith(".yml") || name.endsWith(".yaml")) return YAML;
        if (name.endsWith(".json")) return JSON;
        throw Failure.usage(
                "%s: unknown form (expected: .properties, .yaml, .yml or .json, or --format)".formatted(file));
    }

    /**
     * Reads items by key; nested names are joined by colons.
     *
     * @throws Failure when the text has another form, says a key twice, or nests too deep
     */
    List<Entry> read(String text) {
        return switch (this) {
            case PROPERTIES -> ApolloItems.in(text).orElseGet(() -> PropertiesText.read(text));
            case YAML -> YamlText.read(ApolloItems.content(text));
            case JSON -> Nested.entries(json(ApolloItems.content(text)));
        };
    }

    private static @Nullable Object json(String text) {
        try {
            return Json.TOLERANT.readAny(text.getBytes(StandardCharsets.UTF_8));
        } catch (Json.BadJson e) {
            throw Failure.usage("the file is not JSON: %s".formatted(e.getMessage()));
        }
    }

    String write(List<Entry> entries) {
        return switch (this) {
            case PROPERTIES -> PropertiesText.write(entries);
            case YAML -> YamlText.write(Nested.of(entries));
            case JSON -> pretty(Nested.of(entries)) + "\n";
        };
    }

    private static String pretty(Map<String, Object> nested) {
        return nested.isEmpty() ? "{}" : Json.TOLERANT.pretty(nested);
    }
}
