package io.stardust.protocol.token;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * The service tokens that hold no longer although they have not expired (ours): the answer to
 * {@code /App/RevokedTokens}, and pushed whole as the text frame {@code token#} followed by this as JSON.
 *
 * @param version Grows with each change.
 * @param revoked Each the {@code jti} of one token, or {@code app@seconds}: every token of that app issued at or before
 *     that second of the epoch.
 */
@Json(caseInsensitiveKeys = true)
public record RevokedTokens(
        @Json.Property("Version") long version,
        @Json.Property("Revoked") List<String> revoked) {
    /** How the frame begins. */
    public static final String PREFIX = "token#";

    public RevokedTokens {
        revoked = List.copyOf(revoked);
    }
}
