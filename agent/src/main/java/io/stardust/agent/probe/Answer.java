package io.stardust.agent.probe;

import io.stardust.protocol.reason.Reason;

/**
 * What came of one question. Immutable.
 *
 * @param why For people, without a full stop: {@code http://127.0.0.1:8080/health answered 500}.
 */
record Answer(boolean yes, Reason why) {
    static Answer yes(Reason why) {
        return new Answer(true, why);
    }

    static Answer no(Reason why) {
        return new Answer(false, why);
    }
}
