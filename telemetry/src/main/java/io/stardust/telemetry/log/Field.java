package io.stardust.telemetry.log;

/** What a record says of itself besides its message. The numbers are part of the file format. */
public enum Field {
    INSTANCE(0),
    RELEASE(1),
    NODE(2),
    LOGGER(3),
    THREAD(4),
    TRACE(5);

    /** How many there are; their numbers are below. */
    public static final int COUNT = 6;

    private static final Field[] BY_NUMBER = values();

    private final int number;

    Field(int number) {
        this.number = number;
    }

    /** The field of {@code number}, from 0 to 5. */
    public static Field of(int number) {
        return BY_NUMBER[number];
    }

    /** As files order them. */
    public int number() {
        return number;
    }
}
