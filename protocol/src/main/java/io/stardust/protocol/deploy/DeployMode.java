package io.stardust.protocol.deploy;

/**
 * How a package becomes a running app (seed: DeployMode). On the wire a number: 10-13, or 0-4 to and from agents below
 * 3.7 (seed: "compatibility").
 */
public enum DeployMode {
    /** Unpack into the work directory and run there. */
    STANDARD(10, 2),
    /** Unpack into a shadow folder and run from there; the work directory keeps configuration and data. */
    SHADOW(11, 0),
    /** Unpack only; an outside host such as nginx or IIS serves it. */
    HOSTED(12, 1),
    /** Run once, then done; never guarded. */
    TASK(13, 3);

    /** The old number that meant shadow and several processes at once. */
    public static final int LEGACY_MULTIPLE = 4;

    private final int number;
    private final int legacyNumber;

    DeployMode(int number, int legacyNumber) {
        this.number = number;
        this.legacyNumber = legacyNumber;
    }

    /** 10..13. */
    public int number() {
        return number;
    }

    /** The number for an agent below 3.7; several processes at once turn shadow (0) into {@link #LEGACY_MULTIPLE}. */
    public int legacyNumber(boolean allowMultiple) {
        return this == SHADOW && allowMultiple ? LEGACY_MULTIPLE : legacyNumber;
    }

    /**
     * Returns the mode of a wire number: below 10 by the seed's table, from 10 on directly. Unknown old numbers are
     * shadow, unknown new ones standard, as the seed's factory has it.
     */
    public static DeployMode of(int number) {
        if (number < 10) {
            return switch (number) {
                case 1 -> HOSTED;
                case 2 -> STANDARD;
                case 3 -> TASK;
                default -> SHADOW;
            };
        }
        for (DeployMode mode : values()) {
            if (mode.number == number) return mode;
        }
        return STANDARD;
    }
}
