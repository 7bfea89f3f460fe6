package io.stardust.client.link;

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
}
