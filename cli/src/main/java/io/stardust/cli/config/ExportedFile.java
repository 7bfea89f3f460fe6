package io.stardust.cli.config;

import io.stardust.cli.http.Failure;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One file of an export of Apollo or Nacos. Immutable.
 *
 * @param place where it was: {@code APP/ENV/CLUSTER/NAMESPACE}, or {@code GROUP/DATA-ID}
 * @param type as the export says; null: by the end of the place
 * @param remark null: the export has none
 */
record ExportedFile(
        String place, @Nullable String type, @Nullable String remark, String text) {
    /**
     * Its items: of properties and YAML the names in it, of anything else one item, named like the file.
     *
     * @param form null: its own
     * @param whole one item, whatever it is
     */
    List<Entry> entries(@Nullable FileForm form, boolean whole) {
        @Nullable FileForm read = form == null && !whole ? ofNames() : form;
        if (read == null) {
            return List.of(new Entry(name(), ApolloItems.content(text), itemType(), remark));
        }
        try {
            return read.read(text);
        } catch (Failure e) {
            throw Failure.usage("%s: %s (expected: another file, or --whole)".formatted(place, e.line()));
        }
    }

    private String name() {
        return place.substring(place.lastIndexOf('/') + 1);
    }

    private String kind() {
        String name = name();
        String kind = type == null ? name.substring(name.lastIndexOf('.') + 1) : type;
        return kind.toLowerCase(Locale.ROOT);
    }

    private @Nullable FileForm ofNames() {
        return switch (kind()) {
            case "properties" -> FileForm.PROPERTIES;
            case "yaml", "yml" -> FileForm.YAML;
            default -> null;
        };
    }

    private String itemType() {
        return switch (kind()) {
            case "properties" -> "properties";
            case "yaml", "yml" -> "yaml";
            case "json" -> "json";
            default -> "text";
        };
    }

    /** Without the text, which may hold secrets. */
    @Override
    public String toString() {
        return "ExportedFile[%s]".formatted(place);
    }
}
