package io.stardust.server.access;

import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A browser's session: scripts cannot read it, other sites cannot send it but by a link.
 *
 * @param secure true: it travels over TLS only
 */
public record SessionCookie(boolean secure) {
    private static final byte[] PURPOSE = "stardust csrf".getBytes(StandardCharsets.US_ASCII);

    /** The answer with the cookie, for as long as the session holds. */
    public Answer put(Answer answer, String token, Duration holds) {
        return answer.with("Set-Cookie", cookie(token, holds.toSeconds()));
    }

    /** The answer that makes the browser forget it. */
    Answer clear(Answer answer) {
        return answer.with("Set-Cookie", cookie("", 0));
    }

    private String cookie(String value, long seconds) {
        return "%s=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s"
                .formatted(Api.sessionCookie(secure), value, seconds, secure ? "; Secure" : "");
    }

    /** What a page of ours knows and another site does not: it follows from the token, so nothing needs to be kept. */
    static String csrf(String token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(PURPOSE));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no HMAC", e);
        }
    }
}
