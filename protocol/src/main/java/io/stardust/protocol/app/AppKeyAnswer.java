package io.stardust.protocol.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A key for the app of one placement: the answer to {@code POST /Deploy/AppKey} (ours), never part of a list that is
 * kept on disk.
 *
 * @param app The app's name.
 * @param secret Plain; null: the key holds that the agent said it has.
 * @param expires Epoch ms; ask again before. The key before it holds 24 h longer.
 */
@Json(caseInsensitiveKeys = true)
public record AppKeyAnswer(
        @Json.Property("App") String app,
        @Json.Property("Secret") @Nullable String secret,
        @Json.Property("Expires") long expires) {
    @Override
    public String toString() {
        return "AppKeyAnswer[" + app + ", ***]";
    }
}
