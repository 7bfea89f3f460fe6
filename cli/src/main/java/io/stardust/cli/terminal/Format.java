package io.stardust.cli.terminal;

/** For whom an answer is written. */
public enum Format {
    /** Tables for people. */
    TABLE,
    /** What the server said, for programs. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
