package io.stardust.telemetry.search;

/**
 * A text that looks at the budget now and then while it is read: some regular expressions take longer than anybody
 * lives on some texts, and nothing else stops them.
 */
final class WatchedText implements CharSequence {
    private static final int LOOK = 1 << 14; // characters read between two looks

    private final String text;
    private final Budget budget;
    private int reads;

    /** The time was over within a text, or the expression went too deep. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1;

        Spent() {
            super("the expression was stopped", null, false, false);
        }
    }

    WatchedText(String text, Budget budget) {
        this.text = text;
        this.budget = budget;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++reads % LOOK == 0 && budget.isSpent()) throw new Spent();
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new WatchedText(text.substring(start, end), budget);
    }

    @Override
    public String toString() {
        return text;
    }
}
