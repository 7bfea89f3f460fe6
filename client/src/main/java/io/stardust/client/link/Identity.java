package io.stardust.client.link;

import io.stardust.protocol.node.LoginResponse;
import io.stardust.protocol.node.PingResponse;
import org.jspecify.annotations.Nullable;

/** Who logs in, and what it says of itself. Called from the link's threads, one at a time. */
public interface Identity {
    /** The first part of its paths: {@code Node} gives {@code /Node/Login}, {@code /Node/Ping} … */
    String face();

    /**
     * Returns the login body, a record that {@code Json.WIRE} writes.
     *
     * @param code null while the server has issued none
     * @param proof of the secret; null while there is none
     */
    Object login(@Nullable String code, @Nullable String proof);

    /**
     * Returns the heartbeat body.
     *
     * @param time epoch ms by the client's clock
     * @param delay of the last call, ms
     */
    Object ping(long time, int delay);

    /** The record that an answer to the login is; {@link #loginAnswer} gets it. */
    default Class<?> loginType() {
        return LoginResponse.class;
    }

    /** Returns what the link needs of an answer of {@link #loginType}; whoever reads more from it does so here. */
    default LoginResponse loginAnswer(Object answer) {
        return (LoginResponse) answer;
    }

    /** The record that an answer to a heartbeat is; {@link #pingAnswer} gets it. */
    default Class<?> pingType() {
        return PingResponse.class;
    }

    /** Returns what the link needs of an answer of {@link #pingType}; whoever reads more from it does so here. */
    default PingResponse pingAnswer(Object answer) {
        return (PingResponse) answer;
    }
}
