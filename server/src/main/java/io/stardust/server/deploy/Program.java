package io.stardust.server.deploy;

import io.stardust.server.variable.Variables;
import org.jspecify.annotations.Nullable;

/**
 * What is started, and with what around it: as a deployment says, or over it a placement. Null: nothing is said.
 * Immutable.
 *
 * @param fileName program, script, jar or zip
 * @param environments {@link Variables} as kept
 */
public record Program(
        @Nullable String fileName,
        @Nullable String arguments,
        @Nullable String workingDirectory,
        @Nullable String userName,
        @Nullable String environments) {
    /** Nothing is said. */
    static final Program NONE = new Program(null, null, null, null, null);
}
