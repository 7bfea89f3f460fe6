package io.stardust.server;

import io.stardust.server.SettingStore.Edit;
import io.stardust.server.SettingsLoader.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings the server was started with, and above their defaults what was edited since: flag, environment, file,
 * edit, default. An edit that does not hold counts as none, with the reason beside it. Immutable.
 */
final class EditedSettings {
    /** Stands for the source of an edited value. */
    static final String EDITED = "edited";

    private final Map<String, Value> values;
    private final Map<String, Edit> edits;
    private final Map<String, String> problems;
    private final ServerSettings settings;

    private EditedSettings(
            Map<String, Value> values, Map<String, Edit> edits, Map<String, String> problems, ServerSettings settings) {
        this.values = values;
        this.edits = edits;
        this.problems = problems;
        this.settings = settings;
    }

    /** @param edits the oldest first: of two that do not go together the older one holds */
    static EditedSettings of(LoadedSettings started, List<Edit> edits) {
        Map<String, Edit> all = new LinkedHashMap<>();
        Map<String, String> problems = new HashMap<>();
        List<Edit> due = new ArrayList<>();
        for (Edit edit : edits) {
            all.put(edit.key(), edit);
            @Nullable Value value = started.values().get(edit.key());
            boolean live =
                    SettingSpec.named(edit.key()).filter(SettingSpec::live).isPresent();
            if (value == null || !live) {
                problems.put(edit.key(), edit.key() + ": cannot be edited while the server runs");
            } else if (isDefault(value)) {
                due.add(edit);
            }
        }
        if (due.isEmpty()) return new EditedSettings(started.values(), all, problems, started.settings());
        Map<String, Value> values = new HashMap<>(started.values());
        for (Edit edit : due) values.put(edit.key(), valueOf(edit));
        ServerSettings settings;
        try {
            settings = new SettingsReader(values).settings(started.settings());
        } catch (BadSettings _) {
            values.putAll(started.values());
            settings = oneByOne(started, due, values, problems);
        }
        return new EditedSettings(values, all, problems, settings);
    }

    /** Takes each that holds with those taken before; what has to wait for a later one is tried again. */
    private static ServerSettings oneByOne(
            LoadedSettings started, List<Edit> edits, Map<String, Value> values, Map<String, String> problems) {
        ServerSettings settings = started.settings();
        List<Edit> left = new ArrayList<>(edits);
        int before;
        do {
            before = left.size();
            for (Edit edit : List.copyOf(left)) {
                Value usual = Objects.requireNonNull(values.put(edit.key(), valueOf(edit)));
                try {
                    settings = new SettingsReader(values).settings(started.settings());
                    problems.remove(edit.key());
                    left.remove(edit);
                } catch (BadSettings e) {
                    values.put(edit.key(), usual);
                    problems.put(edit.key(), String.valueOf(e.getMessage()));
                }
            }
        } while (!left.isEmpty() && left.size() < before);
        return settings;
    }

    private static Value valueOf(Edit edit) {
        return new Value(edit.value(), EDITED);
    }

    private static boolean isDefault(Value value) {
        return value.source().equals(SettingsLoader.DEFAULT);
    }

    /** What holds. */
    ServerSettings settings() {
        return settings;
    }

    /** Why stored edits do not hold, by setting. */
    Map<String, String> problems() {
        return problems;
    }

    /** All settings for people; none when they came from nowhere. */
    List<SettingView> views() {
        return SettingSpec.ALL.stream()
                .filter(this::knows)
                .map(knob -> SettingView.of(knob, this))
                .toList();
    }

    /** False for all when they came from nowhere. */
    boolean knows(SettingSpec knob) {
        return values.containsKey(knob.name());
    }

    /** True when it can be edited, and nothing above an edit sets it. */
    boolean editable(SettingSpec knob) {
        return knob.live() && setter(knob) == null;
    }

    /** What holds, as it may be shown. */
    String shown(SettingSpec knob) {
        return knob.shown(value(knob).text());
    }

    /** The flag, variable or file that sets it; null when none does. */
    @Nullable
    String setter(SettingSpec knob) {
        Value value = value(knob);
        return isDefault(value) || value.source().equals(EDITED) ? null : value.source();
    }

    /** The kind of its source, in a word. */
    String kind(SettingSpec knob) {
        String source = value(knob).source();
        if (source.equals(SettingsLoader.DEFAULT) || source.equals(EDITED)) return source;
        if (source.startsWith("--")) return "flag";
        return SettingSpec.ofVariable(source).isPresent() ? "environment" : "file";
    }

    /** Its edit, whether it holds or not; null when there is none. */
    @Nullable
    Edit edit(SettingSpec knob) {
        return edits.get(knob.name());
    }

    /** Why its edit does not hold; null when it does, or there is none. */
    @Nullable
    String problem(SettingSpec knob) {
        return problems.get(knob.name());
    }

    private Value value(SettingSpec knob) {
        return Objects.requireNonNull(values.get(knob.name()), knob.name());
    }
}
