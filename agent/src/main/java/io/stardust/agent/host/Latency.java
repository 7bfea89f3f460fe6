package io.stardust.agent.host;

/**
 * How something on the network answered lately. Immutable.
 *
 * @param ms Mean of the answers; 0 = none.
 * @param loss 0..1 of the questions; 0 while it never answered: who never answers is not known to be asked rightly.
 */
record Latency(double ms, double loss) {
    static final Latency UNKNOWN = new Latency(0, 0);

    private static final int WINDOW = 12;

    boolean known() {
        return ms > 0 || loss > 0;
    }

    /** Upstream's: 1 ms is 1, 10 ms 0.991, 100 ms 0.906, 500 ms 0.607; what is lost counts as 0. Unknown is 0. */
    double score() {
        if (!known()) return 0;
        return rounded(Math.exp(-Math.max(0, ms - 1) / 1_000) * (1 - loss));
    }

    static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    /** The last answers. Not thread-safe. */
    static final class Window {
        private final double[] answers = new double[WINDOW]; // ms; negative: none
        private int asked;
        private boolean everAnswered;

        /** {@code ms} negative: no answer. */
        void add(double ms) {
            answers[asked % WINDOW] = ms;
            asked++;
            everAnswered |= ms >= 0;
        }

        Latency latency() {
            int count = Math.min(asked, WINDOW);
            if (!everAnswered || count == 0) return UNKNOWN;
            double sum = 0;
            int answered = 0;
            for (int i = 0; i < count; i++) {
                if (answers[i] < 0) continue;
                sum += answers[i];
                answered++;
            }
            // at least a hundredth, so that a quick answer is not taken for none
            double mean = answered == 0 ? 0 : Math.max(0.01, sum / answered);
            return new Latency(rounded(mean), rounded((double) (count - answered) / count));
        }
    }
}
