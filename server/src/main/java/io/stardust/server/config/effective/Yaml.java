package io.stardust.server.config.effective;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads values that are YAML. */
public final class Yaml {
    private static final int LONGEST = 4 << 20; // characters, with what aliases repeat

    private Yaml() {}

    /** For one value. */
    public static Load load() {
        return new Load(LoadSettings.builder()
                .setLabel("the value")
                .setCodePointLimit(LONGEST)
                .build());
    }
}
