package io.stardust.agent.probe;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;

/** Makes up its mind from one answer after the other. For one thread. */
final class Streak {
    /** What an answer has changed. */
    enum News {
        NOTHING,
        WELL,
        UNWELL
    }

    private final int failures;
    private int noes;
    private News mind = News.NOTHING;
    private Reason told = Reason.said("");

    Streak(int failures) {
        this.failures = failures;
    }

    /** A first yes, and the first after bad times, is news; so are {@code failures} noes in a row, and other ones. */
    News heard(Answer answer) {
        if (answer.yes()) {
            noes = 0;
            if (mind == News.WELL) return News.NOTHING;
            mind = News.WELL;
            return News.WELL;
        }
        noes++;
        if (noes < failures || (mind == News.UNWELL && answer.why().equals(told))) return News.NOTHING;
        mind = News.UNWELL;
        told = answer.why();
        return News.UNWELL;
    }

    /** The last no, and how often there was one: "… answered 500, 3 times". */
    Reason why() {
        return noes < 2 ? told : told.in(Code.TIMES, "times", noes);
    }
}
