package io.stardust.agent.supervise.output;

import java.nio.file.Path;

/**
 * What an app writes to log files of its own.
 *
 * @param folder The app's work directory.
 * @param own It is the agent's that gave it, below {@code apps/}.
 * @param patterns Of files, {@code ;} between them: below the folder, or absolute.
 */
public record Written(Path folder, boolean own, String patterns) {}
