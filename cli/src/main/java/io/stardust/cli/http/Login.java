package io.stardust.cli.http;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * Where and as whom this user works.
 *
 * @param url the server, {@code http://localhost:6600}
 * @param name the user's; absent for none known
 * @param expiresAt when the token ends, epoch ms; absent when it does not
 */
@Json
public record Login(
        String url,
        String token,
        @Nullable String name,
        @Nullable Long expiresAt) {
    @Override
    public String toString() {
        return "Login[" + name + " at " + url + "]";
    }
}
