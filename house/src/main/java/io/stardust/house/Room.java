package io.stardust.house;

import java.util.List;

/**
 * One package.
 *
 * @param name below the module's own package, e.g. {@code access.secret}; the module's name for that package itself
 * @param mayUse the rooms of the same module that its classes may depend on, as written
 */
public record Room(String name, List<String> mayUse) {}
