package io.stardust.protocol.deploy;

/** How much of an app a package holds (seed: AppDeployVersion.Mode; numbers are upstream's DeployModes). */
public enum PackageMode {
    /** Some files: only overwrite. */
    PARTIAL(1),
    /** The program without its data: old executables go, then overwrite. */
    STANDARD(2),
    /** Everything: the work directory is emptied first. */
    FULL(3);

    private final int number;

    PackageMode(int number) {
        this.number = number;
    }

    /** 1..3. */
    public int number() {
        return number;
    }

    /** Returns the mode of a wire number; anything unknown, 0 included, is standard. */
    public static PackageMode of(int number) {
        for (PackageMode mode : values()) {
            if (mode.number == number) return mode;
        }
        return STANDARD;
    }
}
