package io.stardust.agent.service;

import java.time.Duration;
import java.util.List;

/**
 * The rhythm of upgrades. Immutable.
 *
 * @param first after a login
 * @param every between two questions
 * @param trial a new version that has not logged in so long after its start is given up
 * @param smoke longest check of a new version before the switch
 * @param enabled whether newer versions are looked for at all; a trial under way is ended in any case
 * @param arguments this program's, for that check
 */
public record UpgradeSettings(
        Duration first, Duration every, Duration trial, Duration smoke, boolean enabled, List<String> arguments) {
    public UpgradeSettings {
        arguments = List.copyOf(arguments);
    }

    /** As the protocol has it. */
    public static UpgradeSettings usual(boolean enabled, List<String> arguments) {
        return new UpgradeSettings(
                Duration.ofSeconds(15),
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                enabled,
                arguments);
    }
}
