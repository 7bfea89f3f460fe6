package io.stardust.server;

import io.avaje.jsonb.Json;
import io.stardust.server.http.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A setting as the people face shows it.
 *
 * @param value what holds; empty: none; of a secret: stars
 * @param source {@code default}, {@code edited}, {@code file}, {@code environment} or {@code flag}
 * @param setBy the flag, variable or file that sets it, or who edited it; null when nobody did
 * @param setAt when it was edited, epoch ms; null when it was not
 * @param standard what holds when nobody says otherwise
 * @param live true when it can be edited while the server runs, if nothing above an edit sets it
 * @param editable true when it can be edited now
 * @param revision that an edit must name; 0 when it is not edited
 * @param problem why an edit that is stored does not hold; null when it does
 * @param kind of value that it takes, see {@link SettingSpec.Form.Kind}, in lower case
 * @param min of a number; null for others
 * @param max of a number; null for others
 * @param unit {@code seconds}, {@code days} or {@code bytes}; null for others
 * @param choices of a choice; null for others
 * @param help what it means, with bounds and unit
 */
@Json
record SettingView(
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
        String kind,
        @Nullable Long min,
        @Nullable Long max,
        @Nullable String unit,
        @Nullable List<String> choices,
        String help) {
    static SettingView of(SettingSpec knob, EditedSettings settings) {
        SettingSpec.Form form = knob.form();
        boolean number = form.kind() == SettingSpec.Form.Kind.NUMBER;
        boolean editable = settings.editable(knob);
        SettingStore.@Nullable Edit edit = editable ? settings.edit(knob) : null;
        return new SettingView(
                knob.name(),
                settings.shown(knob),
                settings.kind(knob),
                edit == null ? settings.setter(knob) : edit.updatedBy(),
                edit == null ? null : edit.updatedAt(),
                knob.standard(),
                knob.live(),
                editable,
                edit == null ? 0 : edit.revision(),
                settings.problem(knob),
                Check.word(form.kind()),
                number ? form.min() : null,
                number ? form.max() : null,
                form.unit().isEmpty() ? null : form.unit(),
                form.choices().isEmpty() ? null : form.choices(),
                knob.description());
    }
}
