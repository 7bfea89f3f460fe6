package io.stardust.client.config;

import io.stardust.protocol.config.ConfigChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a server told of the config, before names of services in it become addresses. Immutable.
 *
 * @param version As the server counts.
 * @param scope For which environment; empty: for none.
 */
record Told(long version, String scope, Map<String, String> values) {
    Told {
        values = Map.copyOf(values);
    }

    /** With what {@code change} says, which leads on from this. */
    Told with(ConfigChange change) {
        Map<String, String> next = new HashMap<>(values);
        List<String> removed = change.removed();
        if (removed != null) next.keySet().removeAll(Set.copyOf(removed));
        Map<String, String> configs = change.configs();
        if (configs != null) next.putAll(configs);
        return new Told(change.version(), scope, next);
    }

    /** Without the values, which may be secrets. */
    @Override
    public String toString() {
        return "Told[version " + version + ", " + values.size() + " keys]";
    }
}
