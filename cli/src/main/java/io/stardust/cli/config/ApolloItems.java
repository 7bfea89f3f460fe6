package io.stardust.cli.config;

import io.stardust.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Apollo 2 and newer export in place of a namespace's text, whatever the name of the file says: its items as a
 * JSON list. Of a namespace that is no properties there is one, {@code content}.
 */
final class ApolloItems {
    private ApolloItems() {}

    /** Absent when the text is something else. */
    static Optional<List<Entry>> in(String text) {
        if (!text.stripLeading().startsWith("[")) return Optional.empty();
        try {
            if (!(Json.TOLERANT.readAny(text.getBytes(StandardCharsets.UTF_8)) instanceof List<?> list)) {
                return Optional.empty();
            }
            List<Entry> entries = new ArrayList<>();
            for (Object one : list) {
                if (!(one instanceof Map<?, ?> item) || !item.containsKey("key")) return Optional.empty();
                String key = text(item.get("key"));
                if (key.isEmpty()) continue; // a comment, or a blank line
                entries.add(new Entry(key, text(item.get("value")), null, text(item.get("comment"))));
            }
            return Optional.of(entries);
        } catch (Json.BadJson _) {
            return Optional.empty();
        }
    }

    /** The text of a namespace that is no properties; {@code text} itself when it is no list of items. */
    static String content(String text) {
        return in(text).filter(
                        items -> items.size() == 1 && items.getFirst().key().equals("content"))
                .map(items -> items.getFirst().value())
                .orElse(text);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
