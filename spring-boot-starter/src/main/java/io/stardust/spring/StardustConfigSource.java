package io.stardust.spring;

import io.stardust.client.Stardust;
import io.stardust.client.config.Values;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * The config as Spring sees it: one release at a time, until another is shown. A key {@code db:host} is the property
 * {@code db.host}, {@code db:hosts:0} the first element {@code db.hosts[0]} of a list. Thread-safe.
 */
final class StardustConfigSource extends EnumerablePropertySource<Stardust> implements OriginLookup<String> {
    private static final Pattern NUMBER = Pattern.compile(":([0-9]{1,9})(?=:|$)");

    private final String app;
    private volatile @Nullable Shown shown;

    /** A release, and its keys by the names of properties. Immutable. */
    private static final class Shown {
        final Values values;
        final Map<String, String> keys = new HashMap<>();
        final Map<String, String> others = new HashMap<>(); // db.hosts.0, of who asks so for a name that is a number
        final String[] names;

        Shown(Values values) {
            this.values = values;
            for (String key : values.keys()) {
                String dotted = key.replace(':', '.');
                String name = NUMBER.matcher(key).replaceAll("[$1]").replace(':', '.');
                keys.putIfAbsent(name, key);
                if (!name.equals(dotted)) others.putIfAbsent(dotted, key);
            }
            for (String key : values.keys()) if (key.indexOf(':') < 0) keys.put(key, key);
            this.names = keys.keySet().toArray(String[]::new);
        }

        @Nullable
        String key(String name) {
            String key = keys.get(name);
            if (key == null) key = others.get(name);
            return key == null && values.all().containsKey(name) ? name : key;
        }
    }

    /** Where a property comes from, as {@code /actuator/env} shows it. */
    private record From(String app, long version, String key) implements Origin {
        @Override
        public String toString() {
            return "config of app " + app + ", version " + version + ", key " + key;
        }
    }

    /** Shows nothing yet. */
    StardustConfigSource(String app, Stardust stardust) {
        super("stardust:" + app, stardust);
        this.app = app;
    }

    /** That of the application; null when it imports none. */
    static @Nullable StardustConfigSource in(Environment environment) {
        if (!(environment instanceof ConfigurableEnvironment open)) return null;
        for (PropertySource<?> each : open.getPropertySources()) {
            if (each instanceof StardustConfigSource source) return source;
        }
        return null;
    }

    /** Waits for the values, as the first question does, when none are shown. */
    void showFirst() {
        if (shown == null) shown = new Shown(getSource().config().values());
    }

    /** What is shown; 0: nobody has answered. */
    long version() {
        Shown now = shown;
        return now == null ? 0 : now.values.version();
    }

    /** Shows {@code values} from now on; returns the names of the properties that differ. */
    synchronized Set<String> show(Values values) {
        Shown before = shown;
        Shown next = new Shown(values);
        shown = next;
        Set<String> names = new TreeSet<>(next.keys.keySet());
        if (before != null) names.addAll(before.keys.keySet());
        names.removeIf(name -> before != null && Objects.equals(value(before, name), value(next, name)));
        return names;
    }

    private static @Nullable String value(Shown shown, String name) {
        String key = shown.key(name);
        return key == null ? null : shown.values.all().get(key);
    }

    @Override
    public String[] getPropertyNames() {
        Shown now = shown;
        return now == null ? new String[0] : now.names;
    }

    @Override
    public boolean containsProperty(String name) {
        Shown now = shown;
        return now != null && now.key(name) != null;
    }

    /** Spring asks each source for each property: what is not there was not missed. */
    @Override
    public @Nullable Object getProperty(String name) {
        Shown now = shown;
        String key = now == null ? null : now.key(name);
        return now == null || key == null ? null : now.values.get(key);
    }

    @Override
    public @Nullable Origin getOrigin(String name) {
        Shown now = shown;
        String key = now == null ? null : now.key(name);
        return now == null || key == null ? null : new From(app, now.values.version(), key);
    }
}
