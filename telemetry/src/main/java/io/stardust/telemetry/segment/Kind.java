package io.stardust.telemetry.segment;

/** What a store holds. Its folder's name and a byte of each file tell it, so that kinds never meet in one file. */
public enum Kind {
    LOGS("logs", 1);

    private final String folder;
    private final int number;

    Kind(String folder, int number) {
        this.folder = folder;
        this.number = number;
    }

    /** The name of its folder. */
    public String folder() {
        return folder;
    }

    /** As files name it. */
    public int number() {
        return number;
    }
}
