package io.stardust.cli.setting;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A setting of the server. Times are epoch ms. */
@Json
record Setting(
        String key,
        String value,
        String source,
        @Nullable String setBy,
        @Nullable Long setAt,
        @Json.Property("default") String standard,
        boolean live,
        boolean editable,
        long revision,
        @Nullable String problem,
        @Nullable Long min,
        @Nullable Long max,
        @Nullable String unit,
        @Nullable List<String> choices,
        String help) {
    /** All of them. */
    @Json
    record Some(List<Setting> items) {}

    /** What it is to be. */
    @Json
    record Wish(String value) {}

    /** How it can be changed, in a few words. */
    String how() {
        if (editable) return "while running";
        return live ? "there, with a restart" : "restart";
    }

    /** What a value looks like; empty for text. */
    String form() {
        if (choices != null) return String.join("|", choices);
        if (min == null || max == null) return "";
        return min + "–" + max + (unit == null ? "" : " " + unit);
    }
}
