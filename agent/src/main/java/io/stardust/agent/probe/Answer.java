package io.stardust.agent.probe;

/**
 * What came of one question. Immutable.
 *
 * @param why For people, without a full stop: {@code http://127.0.0.1:8080/health answered 500}.
 */
record Answer(boolean yes, String why) {
    static Answer yes(String why) {
        return new Answer(true, why);
    }

    static Answer no(String why) {
        return new Answer(false, why);
    }
}
