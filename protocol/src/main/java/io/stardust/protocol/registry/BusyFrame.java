package io.stardust.protocol.registry;

/**
 * The frames by which a process is asked over its push channel how many calls it serves, and by which it answers
 * (ours): {@code busy#?} and {@code busy#3}. Who does not count them leaves the question.
 */
public final class BusyFrame {
    /** How both begin. */
    public static final String PREFIX = "busy#";

    /** The question. */
    public static final String QUESTION = PREFIX + "?";

    private static final int DIGITS = 9;

    private BusyFrame() {}

    /** The answer: {@code calls} are under way. */
    public static String answer(int calls) {
        return PREFIX + calls;
    }

    /** The number in an answer; {@link DrainState#UNKNOWN} when {@code frame} is none. */
    public static int calls(String frame) {
        if (!frame.startsWith(PREFIX)) return DrainState.UNKNOWN;
        String number = frame.substring(PREFIX.length());
        boolean plain =
                !number.isEmpty() && number.length() <= DIGITS && number.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Integer.parseInt(number) : DrainState.UNKNOWN;
    }
}
