package io.stardust.protocol;

import io.avaje.json.JsonDataException;
import io.avaje.json.JsonException;
import io.avaje.json.JsonReader;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes records as JSON. Thread-safe; the product's only codec. Three manners:
 *
 * <ul>
 *   <li>{@link #WIRE} for machines. Reads what any known client sends: names in any case, unknown names skipped,
 *       numbers as text and text as numbers, {@code ""} and null as the default of a scalar. Writes PascalCase names
 *       (the records say so), nulls included, because SDKs look keys up without asking whether they are there.
 *   <li>{@link #PEOPLE} for {@code /api/v1}, files and the command line. Names are camelCase and exact; an unknown name
 *       is an error that names it; absent and null are the same; nulls are not written.
 *   <li>{@link #TOLERANT} as {@code PEOPLE}, but unknown names are skipped: for a client that reads the answers of a
 *       server newer than itself.
 * </ul>
 *
 * <p>Every record that passes here carries {@code @Json}; its adapter is made at compile time, so nothing is reflected
 * on at run time.
 */
public final class Json {
    /** How machines talk (upstream's rules, docs/protocol.md). */
    public static final Json WIRE = new Json(wire());

    /** How people and files talk. */
    public static final Json PEOPLE = new Json(people(true));

    /** How a client of {@code /api/v1} reads answers. */
    public static final Json TOLERANT = new Json(people(false));

    /**
     * Characters of the longest single text that can be read, but for the values of a map of texts on the wire and for
     * what a record declares as {@code CharSequence}. The library's buffer ends a little above it.
     */
    public static final int TEXT = 32_000;

    private static final char DELETE = 0x7f; // from it on nothing may stand in a header
    private static final String TOO_LONG = "Maximum string buffer limit";
    private static final String LONG = "a text in it is too long (expected: at most " + TEXT + " characters)";

    private final Jsonb jsonb;

    private Json(Jsonb jsonb) {
        this.jsonb = jsonb;
    }

    private static Jsonb people(boolean failOnUnknown) {
        return LongTexts.registerTexts(Jsonb.builder()
                        .serializeNulls(false)
                        .serializeEmpty(true)
                        .failOnUnknown(failOnUnknown))
                .build();
    }

    private static Jsonb wire() {
        return LongTexts.register(LenientScalars.register(
                        Jsonb.builder().serializeNulls(true).serializeEmpty(true)))
                .build();
    }

    /**
     * Reads one value. A byte order mark is skipped; bytes after the value are not looked at.
     *
     * @throws BadJson if {@code body} is not JSON of {@code type}'s shape; its message is fit for the sender
     */
    public <T> T read(byte[] body, Class<T> type) {
        return read(body, jsonb.type(type));
    }

    /** As {@link #read(byte[], Class)}, from text. */
    public <T> T read(String text, Class<T> type) {
        return read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), type);
    }

    /** Reads an array of {@code type}; null reads as the empty list. */
    public <T> List<T> readList(byte[] body, Class<T> type) {
        return read(body, jsonb.type(type).list());
    }

    /** Reads any JSON into maps, lists, strings, numbers and booleans, or null. */
    public @Nullable Object readAny(byte[] body) {
        return read(body, jsonb.type(Object.class));
    }

    private static <T> T read(byte[] body, JsonType<T> type) {
        byte[] json = withoutMark(body);
        try {
            return type.fromJson(json);
        } catch (JsonDataException e) {
            String said = String.valueOf(e.getMessage());
            throw new BadJson(said.startsWith(TOO_LONG) ? LONG : said, e);
        } catch (JsonException | IllegalStateException | NumberFormatException | IndexOutOfBoundsException e) {
            String said = String.valueOf(e.getMessage());
            throw new BadJson(said.startsWith(TOO_LONG) ? LONG : "not readable as JSON: " + said, e);
        }
    }

    private static byte[] withoutMark(byte[] body) {
        boolean marked = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        return marked ? java.util.Arrays.copyOfRange(body, 3, body.length) : body;
    }

    /** Writes compactly, UTF-8, no blank after a colon (one SDK searches the literal text {@code "code":0}). */
    public byte[] bytes(Object value) {
        return jsonb.toJsonBytes(value);
    }

    /** As {@link #bytes}, as text. */
    public String text(Object value) {
        return jsonb.toJson(value);
    }

    /** As {@link #text}, with all that is not ASCII escaped: fit for the value of an HTTP header. */
    public String ascii(Object value) {
        String json = text(value);
        StringBuilder line = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < DELETE) line.append(c);
            else line.append("\\u%04x".formatted((int) c));
        }
        return line.toString();
    }

    /** Indented, for files that people open. */
    public String pretty(Object value) {
        return jsonb.toJsonPretty(value);
    }

    /** Writes a list whose element type is known, so that an empty one is {@code []}. */
    public <T> byte[] listBytes(List<T> values, Class<T> type) {
        return jsonb.type(type).list().toJsonBytes(values);
    }

    /** Returns the adapter of a type that a record cannot name, e.g. a generic page. */
    public <T> JsonType<T> type(Type type) {
        return jsonb.type(type);
    }

    /** Opens a reader over {@code body}, for what must be looked at piece by piece. */
    JsonReader reader(byte[] body) {
        return jsonb.reader(withoutMark(body));
    }

    /** The bytes were not what they should be; nothing was read. The message may be shown to the sender. */
    public static final class BadJson extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadJson(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
