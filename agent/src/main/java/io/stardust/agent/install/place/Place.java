package io.stardust.agent.install.place;

import java.nio.file.Path;

/**
 * Where one app lives: names and folders that have passed {@link Layout}'s checks.
 *
 * @param name Of the service, fit to be a folder name.
 * @param directory The work directory, absolute; need not exist.
 * @param outside True if the work directory is not below the agent's data directory: it is never deleted.
 */
public record Place(String name, Path directory, boolean outside) {}
