package io.stardust.client.config;

import java.util.Map;

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

    /** Without the values, which may be secrets. */
    @Override
    public String toString() {
        return "Told[version " + version + ", " + values.size() + " keys]";
    }
}
