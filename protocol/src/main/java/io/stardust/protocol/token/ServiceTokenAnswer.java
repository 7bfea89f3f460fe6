package io.stardust.protocol.token;

import io.avaje.jsonb.Json;

/**
 * A service token: the answer to {@link ServiceTokenQuery}.
 *
 * @param token A JWT signed with Ed25519. Its claims: {@code iss} = {@code stardust}, {@code sub} = the consumer's app,
 *     {@code prj} = number of the project whose apps all accept it, as text (absent in a narrower one), {@code aud} =
 *     names of the other apps that accept it, {@code scp} = words of its scope (absent = no limit), {@code iat},
 *     {@code exp}, {@code jti}.
 * @param expires Epoch ms.
 */
@Json(caseInsensitiveKeys = true)
public record ServiceTokenAnswer(
        @Json.Property("Token") String token,
        @Json.Property("Expires") long expires) {
    @Override
    public String toString() {
        return "ServiceTokenAnswer[***, " + expires + "]";
    }
}
