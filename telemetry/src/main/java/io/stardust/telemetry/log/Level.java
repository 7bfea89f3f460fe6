package io.stardust.telemetry.log;

import java.util.Set;

/** How grave a record is, from the least. The numbers are part of the file format. */
public enum Level {
    TRACE(0),
    DEBUG(1),
    INFO(2),
    WARN(3),
    ERROR(4),
    FATAL(5);

    /** All of them as a {@link #mask}. */
    public static final int ALL = (1 << 6) - 1;

    /** How many there are; their numbers are below. */
    public static final int COUNT = 6;

    private static final Level[] BY_NUMBER = values();

    private final int number;

    Level(int number) {
        this.number = number;
    }

    /** The level of {@code number}, from 0 to 5. */
    public static Level of(int number) {
        return BY_NUMBER[number];
    }

    /** As files name it. */
    public int number() {
        return number;
    }

    /** The bit that stands for it. */
    public int mask() {
        return 1 << number;
    }

    /** One bit for each of {@code levels}. */
    public static int mask(Set<Level> levels) {
        int mask = 0;
        for (Level level : levels) mask |= level.mask();
        return mask;
    }
}
