package io.stardust.api.app;

import io.avaje.jsonb.Json;

/**
 * A key that was made now.
 *
 * @param secret shown this once; of one that can only send, the whole token: {@code APP.SECRET}
 */
@Json
public record MadeAppKey(AppKeyView key, String secret) {
    @Override
    public String toString() {
        return "MadeAppKey[" + key + ", ***]";
    }
}
