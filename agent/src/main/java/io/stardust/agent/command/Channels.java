package io.stardust.agent.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which versions of the agent a node is to have; upstream's names. */
public final class Channels {
    /** From the most careful on. */
    public static final List<String> ALL = List.of("Release", "Beta", "Develop");

    private Channels() {}

    /**
     * Returns the channel that {@code text} names in any case.
     *
     * @throws IllegalArgumentException if there is none such
     */
    public static String of(@Nullable String text) {
        String wanted = text == null ? "" : text.strip();
        for (String name : ALL) if (name.equalsIgnoreCase(wanted)) return name;
        throw new IllegalArgumentException("channel: '" + wanted + "' (expected: " + String.join(", ", ALL) + ")");
    }
}
