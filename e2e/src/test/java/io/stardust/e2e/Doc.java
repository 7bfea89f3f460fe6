package io.stardust.e2e;

import io.stardust.protocol.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as it came over the wire, asked by path, e.g. {@code placements.0.observed.pid}. Immutable. */
record Doc(@Nullable Object value) {
    static final Doc NONE = new Doc(null);

    /** Reads {@code json}; no bytes are {@link #NONE}. */
    static Doc of(byte[] json) {
        return json.length == 0 ? NONE : new Doc(Json.PEOPLE.readAny(json));
    }

    /** What is at {@code path}; {@link #NONE} when there is nothing. */
    Doc at(String path) {
        Object found = value;
        for (String key : path.split("\\.", -1)) {
            found = switch (found) {
                case Map<?, ?> map -> map.get(key);
                case List<?> list when Integer.parseInt(key) < list.size() -> list.get(Integer.parseInt(key));
                case null, default -> null;
            };
        }
        return new Doc(found);
    }

    boolean has(String path) {
        return at(path).value != null;
    }

    /** The text at {@code path}; empty when there is none. */
    String text(String path) {
        Object found = at(path).value;
        return found == null ? "" : found.toString();
    }

    /** The whole number at {@code path}; 0 when there is none. */
    long number(String path) {
        return at(path).value instanceof Number number ? number.longValue() : 0;
    }

    boolean yes(String path) {
        return Boolean.TRUE.equals(at(path).value);
    }

    /** The elements of the array at {@code path}; empty when there is none. */
    List<Doc> list(String path) {
        Object found = path.isEmpty() ? value : at(path).value;
        return found instanceof List<?> list ? list.stream().<Doc>map(Doc::new).toList() : List.of();
    }

    @Override
    public String toString() {
        return value == null ? "nothing" : Json.PEOPLE.text(value);
    }
}
