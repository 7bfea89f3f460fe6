package io.stardust.server.config;

import io.stardust.protocol.Json;
import io.stardust.server.config.effective.Effective;
import io.stardust.server.config.effective.Yaml;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Whether values are what their type says, once their references are filled in. */
final class Syntax {
    private Syntax() {}

    /** What is wrong with {@code value}, without a word of it; null: nothing. */
    static @Nullable String wrong(Effective.Value value) {
        String text = value.text();
        if (text.isEmpty()) return null; // "none" is a value of each type
        return switch (value.item().type()) {
            case NUMBER -> isNumber(text) ? null : "is no number (digits, with a point or an exponent)";
            case BOOLEAN -> text.equals("true") || text.equals("false") ? null : "is neither true nor false";
            case JSON -> isJson(text) ? null : "is no JSON";
            case YAML -> yaml(text);
            case PROPERTIES ->
                isProperties(text) ? null : "is no properties text: a \\u is not followed by four digits";
            case TEXT, SECRET -> null;
        };
    }

    private static boolean isNumber(String text) {
        try {
            var _ = new BigDecimal(text.strip());
            return true;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static boolean isJson(String text) {
        try {
            Json.PEOPLE.read(text, Object.class);
            return true;
        } catch (Json.BadJson _) {
            return false;
        }
    }

    private static @Nullable String yaml(String text) {
        try {
            Yaml.load().loadAllFromString(text).forEach(_ -> {}); // each document is read as it comes
            return null;
        } catch (YamlEngineException e) {
            return "is no YAML"
                    + (e instanceof org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException at
                            ? at.getProblemMark()
                                    .map(mark -> ": line " + (mark.getLine() + 1))
                                    .orElse("")
                            : "");
        }
    }

    private static boolean isProperties(String text) {
        try {
            new Properties().load(new StringReader(text));
            return true;
        } catch (IOException | IllegalArgumentException _) {
            return false;
        }
    }
}
