package io.stardust.client.link;

import java.time.Duration;

/**
 * What a server answered to bytes, see {@link Link#send}.
 *
 * @param code 0: taken; else why not, a code of {@link io.stardust.protocol.Envelope} or an HTTP status of 300 or more.
 * @param byHttp The code is an HTTP status: whoever said it may not know our protocol, such as a server before this.
 * @param message For people; empty when it was taken.
 * @param pause How long to leave it alone, if it says so; else zero.
 */
public record Reply(int code, boolean byHttp, String message, Duration pause) {}
