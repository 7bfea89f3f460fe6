package io.stardust.protocol;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonDataException;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Texts as long as the body that they came in, in maps and where a record says so: a value of a config has up to a
 * million characters, and the library's own reader ends at {@link Json#TEXT}. Texts are taken as they stand in the
 * body, and read here.
 */
final class LongTexts implements JsonAdapter<Map<String, String>> {
    private final JsonAdapter<String> scalars;

    private LongTexts(JsonAdapter<String> scalars) {
        this.scalars = scalars;
    }

    /** Reads what a record declares as {@code CharSequence}: a text of any length. */
    static Jsonb.Builder registerTexts(Jsonb.Builder builder) {
        return builder.add(CharSequence.class, jsonb -> new One(jsonb.adapter(String.class)).nullSafe());
    }

    private record One(JsonAdapter<String> scalars) implements JsonAdapter<CharSequence> {
        @Override
        public void toJson(JsonWriter writer, CharSequence text) {
            scalars.toJson(writer, text.toString());
        }

        @Override
        public CharSequence fromJson(JsonReader reader) {
            boolean isText = reader.currentToken() == JsonReader.Token.STRING;
            return isText ? text(reader.readRaw()) : scalars.fromJson(reader);
        }
    }

    static Jsonb.Builder register(Jsonb.Builder builder) {
        return builder.add(Types.mapOf(String.class), jsonb -> new LongTexts(jsonb.adapter(String.class)).nullSafe());
    }

    @Override
    public void toJson(JsonWriter writer, Map<String, String> texts) {
        writer.beginObject();
        texts.forEach((key, text) -> {
            writer.name(key);
            scalars.toJson(writer, text);
        });
        writer.endObject();
    }

    @Override
    public Map<String, String> fromJson(JsonReader reader) {
        Map<String, String> texts = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNextField()) {
            String key = name(reader.nextField());
            boolean isText = reader.currentToken() == JsonReader.Token.STRING;
            texts.put(key, isText ? text(reader.readRaw()) : scalars.fromJson(reader));
        }
        reader.endObject();
        return texts;
    }

    /** The library leaves escapes in names as they stand. */
    private static String name(String raw) {
        return raw.indexOf('\\') < 0 ? raw : text('"' + raw + '"');
    }

    /** What a text of JSON means; {@code raw} has its quotes. */
    static String text(String raw) {
        int end = raw.lastIndexOf('"');
        int escape = raw.indexOf('\\');
        if (escape < 0) return raw.substring(1, end);
        var text = new StringBuilder(end);
        int from = 1;
        while (escape >= 0) {
            text.append(raw, from, escape);
            char sort = raw.charAt(escape + 1);
            if (sort == 'u') {
                text.append(unicode(raw, escape + 2));
                from = escape + 6;
            } else {
                text.append(plain(sort));
                from = escape + 2;
            }
            escape = raw.indexOf('\\', from);
        }
        return text.append(raw, from, end).toString();
    }

    private static char plain(char sort) {
        return switch (sort) {
            case '"', '\\', '/' -> sort;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw new JsonDataException("\\" + sort + " in a text (expected: an escape of JSON)");
        };
    }

    private static char unicode(String raw, int from) {
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
            if (digit < 0)
                throw new JsonDataException("\\u in a text without four digits (expected: an escape of JSON)");
            code = code * 16 + digit;
        }
        return (char) code;
    }
}
