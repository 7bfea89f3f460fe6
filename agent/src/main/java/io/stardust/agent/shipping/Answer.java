package io.stardust.agent.shipping;

import java.time.Duration;

/**
 * What the server said to a range.
 *
 * @param code 0: taken. Else why not, a code of {@link io.stardust.protocol.Envelope} or an HTTP status.
 * @param byHttp It is an HTTP status.
 * @param pause How long to leave it alone, if it says so; else zero.
 */
public record Answer(int code, boolean byHttp, String message, Duration pause) {}
