package io.stardust.server.config.constraint;

import io.stardust.protocol.Json;
import io.stardust.server.config.effective.Effective;
import io.stardust.server.config.effective.Yaml;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads values as a schema sees them: JSON and YAML as what is in them, everything else as it is. */
final class Documents {
    private Documents() {}

    /** What is wrong with {@code value}; null: nothing, or it is not even what its type says. */
    static @Nullable String wrong(ValueSchema schema, Effective.Value value) {
        try {
            return schema.wrong(read(value), value.secret());
        } catch (SchemaNode.TooMuch _) {
            return "cannot be checked: that would take too long";
        } catch (Json.BadJson | YamlEngineException | NumberFormatException _) {
            return null;
        }
    }

    private static @Nullable Object read(Effective.Value value) {
        String text = value.text();
        return switch (value.item().type()) {
            case TEXT, SECRET, PROPERTIES -> text;
            case BOOLEAN -> text.isEmpty() ? null : Boolean.valueOf(text);
            case NUMBER -> text.isEmpty() ? null : new BigDecimal(text.strip());
            case JSON -> text.isEmpty() ? null : Json.PEOPLE.read(text, Object.class);
            case YAML -> Yaml.load().loadFromString(text);
        };
    }
}
